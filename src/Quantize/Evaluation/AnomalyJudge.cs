using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>
/// Scores samples by how far they are from what the model expected. Scales and threshold come from data whose labels are not judged: the
/// model's own, tables of normal operation, or a part of the data that is kept apart.
/// </summary>
sealed record AnomalyJudge(AnomalyRule Rule, string Source, int[]? Judged)
{
    /// <summary>What the model knows of normal data from its training.</summary>
    public static AnomalyJudge Trained(AnomalyRule rule) =>
        new(rule, "scales and threshold are the model's own, from normal data held out in training", null);

    /// <summary>From data of normal operation; labelled samples that are not normal are left out.</summary>
    public static AnomalyJudge Normal(EvaluationWindows data, IReadOnlyList<double[]> errors, string path)
    {
        double[][] normal = [.. errors.Where((_, n) => data.Truth[n] == 0)];
        if (normal.Length == 0)
            throw new ModelException(ErrorCatalogue.TooFewWindows, "no normal window in --normal", "one at least",
                "give a table of normal operation", path);
        return new(AnomalyRule.Of(normal), $"scales and threshold are from {normal.Length} normal windows of --normal", null);
    }

    /// <summary>Every second group, or of one group its first half, gives scales and threshold, and the rest is judged.</summary>
    public static AnomalyJudge Apart(EvaluationWindows data, IReadOnlyList<double[]> errors, int window, string path)
    {
        int[] series = [.. data.Places.Select(place => place.Series).Distinct().Order()];
        int middle = data.Places.Where(place => place.Series == series[0]).Select(place => place.Row).Order()
            .ElementAt(data.Places.Count(place => place.Series == series[0]) / 2);
        bool isWhole = series.Length > 1;
        int[] apart = Where(n => isWhole ? Array.IndexOf(series, data.Places[n].Series) % 2 == 0 : data.Places[n].Row < middle);
        // No window that is judged reads samples that were kept apart.
        int[] judged = Where(n => isWhole ? Array.IndexOf(series, data.Places[n].Series) % 2 == 1 : data.Places[n].Row >= middle + window);
        double[][] normal = [.. apart.Where(n => data.Truth[n] == 0).Select(n => errors[n])];
        if (normal.Length == 0 || judged.Length == 0)
            throw new ModelException(ErrorCatalogue.TooFewWindows,
                $"{normal.Length} normal windows to take scales and threshold from and {judged.Length} to judge", "both above 0",
                "give --normal FILE with normal operation, evaluate the .onnx file that 'train' wrote, or give longer data", path);
        string part = isWhole ? $"every second group, {(series.Length + 1) / 2} of {series.Length}" : "the first half";
        return new(AnomalyRule.Of(normal), $"this model does not say what normal errors are: scales and threshold are from {normal.Length} normal windows of {part}, which are not judged; --normal FILE takes them from other data", judged);

        int[] Where(Func<int, bool> choose) => [.. Enumerable.Range(0, data.Count).Where(choose)];
    }

    /// <summary>Errors [samples][features] after each window: what came, less what the model expected.</summary>
    public static double[][] Errors(EvaluationWindows data, float[] expected, int features) =>
        [.. data.Places.Select((place, n) =>
            Error(data.Series[place.Series].Row(place.Row), expected.AsSpan(n * features, features)))];

    static double[] Error(ReadOnlySpan<float> came, ReadOnlySpan<float> expected)
    {
        var error = new double[came.Length];
        for (int k = 0; k < error.Length; k++)
            error[k] = (double)came[k] - expected[k];
        return error;
    }

    /// <summary>The samples that are judged, and each one's score.</summary>
    public (EvaluationWindows Data, float[] Scores) Judge(EvaluationWindows data, IReadOnlyList<double[]> errors)
    {
        int[] judged = Judged ?? [.. Enumerable.Range(0, data.Count)];
        var part = data with
        {
            Truth = [.. judged.Select(n => data.Truth[n])],
            Places = [.. judged.Select(n => data.Places[n])],
            Notes = [Source, .. data.Notes]
        };
        return (part, [.. judged.Select(n => Rule.Score(errors[n]))]);
    }
}
