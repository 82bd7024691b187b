using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing;

namespace EdgeLstm.Benchmarks.Models;

/// <summary>Networks of random weights, always the same ones for a size, and their artifacts in each scheme.</summary>
static class RandomModel
{
    public static Network Network(Size size)
    {
        var random = new Random(1);
        var layers = new List<Layer>();
        for (int k = 0; k < size.Layers; k++)
            layers.Add(Lstm(random, k - 1, k == 0 ? size.Inputs : size.Units, size.Units));
        layers.Add(new DenseLayer
        {
            Name = "dense",
            Sources = [size.Layers - 1],
            W = Values(random, size.Units, 0.5f),
            Bias = Values(random, 1, 0.5f),
            Activation = Activation.Identity,
        });
        return new()
        {
            Name = $"random {size}",
            Inputs = [.. Enumerable.Range(0, size.Inputs).Select(k => new Channel($"x{k}"))],
            Outputs = [new Channel("y")],
            Layers = layers,
            Heads = [size.Layers],
            Source = "random.onnx",
            SourceSha256 = new string('0', 64),
            SourceWeightBytes = 4 * layers.Sum(layer => layer.Parameters),
        };
    }

    public static ModelArtifact Artifact(Network network, Scheme scheme, Compression? compression = null)
    {
        // Rounding does not change what a step costs: little calibration data is enough.
        int features = network.Inputs.Count;
        var data = new Dataset(4, 60, features, Values(new Random(2), 4 * 60 * features, 1));
        return QuantizePass.Run(network, CalibrationStatistics.Collect(network, data, CancellationToken.None), scheme, 30, "", [],
            compression);
    }

    public static ModelArtifact Artifact(Size size, Scheme scheme, Compression? compression = null) =>
        Artifact(Network(size), scheme, compression);

    static RecurrentLayer Lstm(Random random, int source, int inputs, int units)
    {
        float scale = 1 / MathF.Sqrt(units); // as PyTorch starts: gates neither idle nor saturated
        return new()
        {
            Name = $"lstm{source + 1}",
            Sources = [source],
            Cell = new LstmCell(),
            W = Values(random, 4 * units * inputs, scale),
            U = Values(random, 4 * units * units, scale),
            Bias = Values(random, 4 * units, scale),
            InitialH = new float[units],
            InitialC = new float[units],
        };
    }

    static float[] Values(Random random, int count, float scale)
    {
        var values = new float[count];
        for (int k = 0; k < count; k++)
            values[k] = (2 * random.NextSingle() - 1) * scale;
        return values;
    }
}
