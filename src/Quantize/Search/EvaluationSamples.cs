using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Search;

/// <summary>
/// Samples, what the float network says of them, and the truth where it is known: what compressed models are measured by.
/// </summary>
sealed class EvaluationSamples
{
    readonly Network _network;
    readonly CancellationToken _cancel;

    public EvaluationSamples(Network network, Examples samples, CancellationToken cancel)
    {
        (_network, _cancel, Data, Truth) = (network, cancel, samples.Data, samples.Truth);
        Float = Run(new FloatPredictor(network));
        FloatRmse = Truth is null ? null : Rmse(Truth, Float);
    }

    public Dataset Data { get; }

    public float[]? Truth { get; }

    /// <summary>The float network's outputs, row by row.</summary>
    public float[] Float { get; }

    /// <summary>Per output, of the float network against the truth, where it is known.</summary>
    public double[]? FloatRmse { get; }

    public int Rows => Float.Length / Outputs;

    int Outputs => _network.Outputs.Count;

    /// <summary>Greatest less least of each output, 1 where it stands still.</summary>
    public double[] Ranges => [.. Enumerable.Range(0, Outputs).Select(Range)];

    /// <summary>A compressed model's outputs.</summary>
    public float[] Run(ModelArtifact model) => Run(new ArtifactPredictor(model));

    /// <summary>Per output, over the rows where both are numbers.</summary>
    public double[] Rmse(float[] expected, float[] actual)
    {
        var squares = new double[Outputs];
        var counts = new long[Outputs];
        for (int k = 0; k < expected.Length; k++)
        {
            double error = (double)actual[k] - expected[k];
            if (!double.IsFinite(error))
                continue;
            squares[k % Outputs] += error * error;
            counts[k % Outputs]++;
        }

        return [.. squares.Zip(counts, (sum, count) => count == 0 ? double.NaN : Math.Sqrt(sum / count))];
    }

    /// <summary>
    /// Per output, by how much a model's RMSE against the truth is greater than the float network's, and the standard error of that: both
    /// are of the same rows, so that what they have in common counts for nothing.
    /// </summary>
    public (double Growth, double StandardError)[] Growth(float[] actual)
    {
        if (Truth is not { } truth || FloatRmse is not { } before)
            throw new InvalidOperationException("Without a truth nothing grows.");
        double[] after = Rmse(truth, actual);
        return [.. Enumerable.Range(0, Outputs).Select(output =>
        {
            // How much a row adds to the one root less what it adds to the other: their first derivatives by its square.
            double sum = 0, squares = 0;
            long count = 0;
            for (int k = output; k < truth.Length; k += Outputs)
            {
                double now = (double)actual[k] - truth[k], then = (double)Float[k] - truth[k],
                    part = Share(now, after[output]) - Share(then, before[output]);
                if (!double.IsFinite(part))
                    continue;
                (sum, squares, count) = (sum + part, squares + part * part, count + 1);
            }

            double growth = after[output] - before[output];
            return (growth, count < 2 ? Math.Abs(growth) : Math.Sqrt(Math.Max(0, squares - sum * sum / count) / (count - 1) / count));
        })];

        static double Share(double error, double rmse) => rmse > 0 ? error * error / (2 * rmse) : error * error;
    }

    /// <summary>
    /// One long recording of a model without a window of its own is a stream, whose every step counts; else each window from reset.
    /// </summary>
    float[] Run(IPredictor model) => Examples.IsStream(Data, _network)
        ? Inference.Stream(model, Data, _cancel).Given
        : Inference.Windows(model, Data, _cancel).Given;

    double Range(int output)
    {
        float[] values = [.. Float.Where((value, k) => k % Outputs == output && float.IsFinite(value))];
        return values.Length > 0 && values.Max() > values.Min() ? values.Max() - values.Min() : 1;
    }
}
