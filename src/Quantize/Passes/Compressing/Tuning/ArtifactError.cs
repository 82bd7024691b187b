using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>How far an artifact's answers are from its float network's, in one number.</summary>
static class ArtifactError
{
    const int MaxSteps = 20_000;

    /// <summary>Mean square over every output and step from <paramref name="firstAnswer"/> on, of windows evenly chosen, each output in units of its own mean square.</summary>
    public static double Of(Network network, ModelArtifact model, Dataset data, int firstAnswer, CancellationToken cancel)
    {
        int windows = Math.Clamp(MaxSteps / data.Steps, 1, data.Windows), outputs = network.Outputs.Count;
        var (squares, errors) = (new double[outputs], new double[outputs]);
        IPredictor expected = new FloatPredictor(network), actual = new ArtifactPredictor(InUnitsOf(network, model));
        var (y, z) = (new float[outputs], new float[outputs]);
        for (int n = 0; n < windows; n++)
        {
            cancel.ThrowIfCancellationRequested();
            expected.Reset();
            actual.Reset();
            int chosen = (int)((long)n * data.Windows / windows);
            for (int t = 0; t < data.Length(chosen); t++)
            {
                var sample = data.Sample(chosen, t);
                expected.Step(sample, y);
                actual.Step(sample, z);
                for (int k = 0; k < outputs && t >= firstAnswer; k++)
                    if (float.IsFinite(y[k]))
                    {
                        squares[k] += (double)y[k] * y[k];
                        errors[k] += ((double)z[k] - y[k]) * ((double)z[k] - y[k]);
                    }
            }
        }

        return errors.Zip(squares, (error, square) => error / Math.Max(square, 1e-12)).Sum();
    }

    /// <summary>The data have the network's units, and an artifact may have a schema's.</summary>
    static ModelArtifact InUnitsOf(Network network, ModelArtifact model) => model with
    {
        Inputs = [.. model.Inputs.Zip(network.Inputs, (input, channel) => input with { Mean = channel.Mean, Scale = channel.Scale })],
        Outputs = [.. model.Outputs.Zip(network.Outputs, (output, channel) => output with { Mean = channel.Mean, Scale = channel.Scale })],
    };
}
