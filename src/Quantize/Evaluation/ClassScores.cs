namespace EdgeLstm.Quantize.Evaluation;

/// <summary>Several classes against the truth: the likeliest one is the answer.</summary>
/// <param name="Accuracy">Share of the windows whose class was found.</param>
/// <param name="Each">Each class against the others.</param>
/// <param name="Confusion">Windows, [true][told].</param>
sealed record ClassScores(double Accuracy, IReadOnlyList<DetectionScores> Each, IReadOnlyList<IReadOnlyList<int>> Confusion)
{
    /// <summary>Over the classes that were told or true.</summary>
    public double MeanF1 => Each.Where(scores => scores.F1 is not null).Average(scores => scores.F1!.Value);

    /// <param name="probabilities">[windows][classes].</param>
    /// <param name="truth">Each window's class, by its number.</param>
    public static ClassScores Of(float[] probabilities, IReadOnlyList<double> truth, int classes)
    {
        int[] found = [.. probabilities.Chunk(classes).Select(row => Array.IndexOf(row, row.Max()))];
        int[][] confusion = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        for (int n = 0; n < found.Length; n++)
            confusion[(int)truth[n]][found[n]]++;
        return new(found.Zip(truth, (y, t) => y == (int)t ? 1.0 : 0).Average(), [.. Enumerable.Range(0, classes)
            .Select(c => DetectionScores.At(0.5, [.. found.Select(value => value == c ? 1f : 0)],
                [.. truth.Select(value => value == c ? 1.0 : 0)]))], confusion);
    }
}
