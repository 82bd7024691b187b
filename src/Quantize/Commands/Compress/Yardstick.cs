using EdgeLstm.Generator.Artifact;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Commands;

/// <summary>Samples, what the float network says of them, and the truth where it is known: what compressed models are measured by.</summary>
sealed class Yardstick
{
    readonly Network network;
    readonly CancellationToken cancel;

    public Yardstick(Network network, Dataset data, float[]? truth, CancellationToken cancel)
    {
        (this.network, this.cancel, Data, Truth) = (network, cancel, data, truth);
        Float = Run(new FloatPredictor(network));
        if (truth is not null && truth.Length != Float.Length)
            throw new ModelException(ErrorCatalogue.DataShape, $"{truth.Length} values of truth", $"{Float.Length}, one for each that the model gives on the test data", "give one row per window");
    }

    public Dataset Data { get; }

    public float[]? Truth { get; }

    /// <summary>The float network's outputs, row by row.</summary>
    public float[] Float { get; }

    public int Rows => Float.Length / Outputs;

    int Outputs => network.Outputs.Count;

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

    /// <summary>One long recording of a model without a window of its own is a stream, whose every step counts; else each window from reset.</summary>
    float[] Run(IPredictor model) => Data.Windows == 1 && network is { CanStream: true, Window: null }
        ? Inference.Stream(model, Data, cancel).Values
        : Inference.Windows(model, Data, cancel).Values;

    double Range(int output)
    {
        float[] values = [.. Float.Where((value, k) => k % Outputs == output && float.IsFinite(value))];
        return values.Length > 0 && values.Max() > values.Min() ? values.Max() - values.Min() : 1;
    }
}
