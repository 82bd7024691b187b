using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Tests.Passes;

/// <summary>Networks and data out of a seed.</summary>
static class RandomNetwork
{
    public static RecurrentLayer Lstm(Random random, int inputs, int units, float scale = 0.5f, int source = -1) => new()
    {
        Name = "lstm",
        Cell = new LstmCell(),
        Sources = [source],
        W = Values(random, 4 * units * inputs, scale),
        U = Values(random, 4 * units * units, scale),
        Bias = Values(random, 4 * units, scale),
        InitialH = new float[units],
        InitialC = new float[units],
    };

    public static DenseLayer Dense(Random random, int inputs, int outputs, float scale = 0.5f, int source = 0, Activation? activation = null) => new()
    {
        Name = "dense",
        Sources = [source],
        W = Values(random, outputs * inputs, scale),
        Bias = Values(random, outputs, scale),
        Activation = activation ?? Activation.Identity,
    };

    /// <summary>Layers with a name each, the last of them the only head.</summary>
    public static Network Of(params Layer[] layers) => new()
    {
        Name = "random",
        Inputs = [.. Enumerable.Range(0, layers[0].Inputs).Select(k => new Channel($"x{k}"))],
        Outputs = [.. Enumerable.Range(0, layers[^1].Outputs).Select(k => new Channel($"y{k}"))],
        Layers = [.. layers.Select((layer, k) => layer with { Name = $"{layer.Name}{k}" })],
        Heads = [layers.Length - 1],
        Source = "random.onnx",
        SourceSha256 = new string('0', 64),
        SourceWeightBytes = 4 * layers.Sum(layer => layer.Parameters),
    };

    /// <summary>An LSTM and a dense head.</summary>
    public static Network Of(Random random, int inputs, int units, float scale = 0.5f) =>
        Of(Lstm(random, inputs, units, scale), Dense(random, units, 2, scale));

    /// <summary>Slow waves with noise: neighbouring samples and channels are alike, as sensors are.</summary>
    public static Dataset Data(Random random, int windows, int steps, int features, float scale = 1)
    {
        var values = new float[windows * steps * features];
        for (int n = 0; n < windows; n++)
        {
            double phase = random.NextDouble() * 6;
            for (int t = 0; t < steps; t++)
                for (int k = 0; k < features; k++)
                    values[(n * steps + t) * features + k] = scale * (float)(Math.Sin(phase + 0.3 * t + 0.4 * k) + 0.3 * (random.NextDouble() - 0.5));
        }

        return new(windows, steps, features, values);
    }

    public static float[] Values(Random random, int count, float scale)
    {
        var values = new float[count];
        for (int k = 0; k < count; k++)
            values[k] = (2 * random.NextSingle() - 1) * scale;
        return values;
    }
}
