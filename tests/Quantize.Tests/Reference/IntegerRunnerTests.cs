using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Quantize.Tests.Reference;

public class IntegerRunnerTests
{
    /// <summary>
    /// Two LSTMs, the second with an initial state, a dense layer that another reads, and two heads, one of them an LSTM.
    /// </summary>
    static (Network Network, ModelArtifact Model) Stacked(Scheme scheme)
    {
        var random = new Random(21);
        var network = RandomNetwork.Of(
            RandomNetwork.Lstm(random, 5, 19, 0.7f),
            RandomNetwork.Lstm(random, 19, 7, 0.7f, source: 0) with { InitialH = RandomNetwork.Values(random, 7, 1), InitialC = RandomNetwork.Values(random, 7, 5) },
            RandomNetwork.Dense(random, 7, 9, source: 1, activation: Activation.Relu),
            RandomNetwork.Dense(random, 9, 2, source: 2));
        network = network with
        {
            Heads = [3, 1],
            Outputs = [.. Enumerable.Range(0, 9).Select(k => new Channel($"y{k}", "", k == 0 ? 3 : 0, k == 1 ? -0.3f : 1))],
        };
        return (network, Quantized.Of(network, RandomNetwork.Data(random, 4, 30, 5), scheme));
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    public void It_computes_the_documented_arithmetic_bit_for_bit(Scheme scheme)
    {
        var (_, model) = Stacked(scheme);
        var literal = new LiteralModel(model);
        var runner = new IntegerRunner(model);
        var random = new Random(22);
        var output = new float[9];
        for (int t = 0; t < 500; t++)
        {
            // From quiet to far out of range, and a NaN now and then.
            float[] sample = RandomNetwork.Values(random, 5, t % 7 == 0 ? 50 : 1.2f);
            if (t % 50 == 13)
                sample[t % 5] = float.NaN;
            runner.Step(sample, output);
            Assert.Equal(literal.Step(sample).Select(BitConverter.SingleToInt32Bits), output.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    [InlineData(Scheme.Float32)]
    public void Single_steps_equal_one_window_and_a_reset_restores(Scheme scheme)
    {
        var (_, model) = Stacked(scheme);
        IPredictor steps = new ArtifactPredictor(model), windows = new ArtifactPredictor(model with { EveryStep = true });
        float[] window = RandomNetwork.Data(new Random(23), 1, 40, 5).Values;
        var (whole, last) = (new float[40 * 9], new float[9]);
        for (int round = 0; round < 2; round++)
        {
            windows.Predict(window, whole);
            steps.Reset();
            for (int t = 0; t < 40; t++)
            {
                steps.Step(window.AsSpan(t * 5, 5), last);
                Assert.Equal(whole.AsSpan(t * 9, 9).ToArray(), last);
            }
        }

        steps.Predict(window, last);
        Assert.Equal(whole[^9..], last);
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    [InlineData(Scheme.Float32)]
    public void What_is_not_a_number_is_the_centre_and_counted(Scheme scheme)
    {
        var (_, model) = Stacked(scheme);
        var (given, meant) = (new ArtifactPredictor(model), new ArtifactPredictor(model));
        float[] window = RandomNetwork.Data(new Random(24), 1, 30, 5, 0.5f).Values;
        var (a, b) = (new float[9], new float[9]);
        for (int t = 0; t < 30; t++)
        {
            float[] sample = window[(5 * t)..(5 * t + 5)];
            sample[2] = model.Inputs[2].Centre;
            meant.Step(sample, b);
            sample[2] = float.NaN;
            given.Step(sample, a);
            Assert.Equal(b, a);
        }

        Assert.Equal((30, 0), (given.SaturatedInputs, meant.SaturatedInputs));
        given.Reset();
        Assert.Equal(0, given.SaturatedInputs);
    }

    [Theory]
    [InlineData(Scheme.Int8, 1.0)]
    [InlineData(Scheme.Int8x16, 2.0)]
    public void Inputs_beyond_the_range_are_its_ends_and_counted(Scheme scheme, double ranges)
    {
        var (_, model) = Stacked(scheme);
        var (beyond, end) = (new ArtifactPredictor(model), new ArtifactPredictor(model));
        var (a, b) = (new float[9], new float[9]);
        double units = scheme == Scheme.Int8 ? 127 : 16384;
        Assert.Equal(1.15 * ranges, units / model.Inputs[0].InverseStep, 0.25); // waves of 1, and noise
        for (int t = 0; t < 5; t++)
        {
            beyond.Step([1e30f, float.NegativeInfinity, 0, 0, 0], a);
            end.Step([.. model.Inputs.Select((i, k) => k > 1 ? 0 : (float)(i.Centre + (k == 0 ? 1 : -1) * (units - 0.25) / i.InverseStep))], b);
            Assert.Equal(b, a);
        }

        Assert.Equal((10, 0), (beyond.SaturatedInputs, end.SaturatedInputs));
    }

    [Fact]
    public void The_float_scheme_is_the_float_network()
    {
        var (network, model) = Stacked(Scheme.Float32);
        float[] window = RandomNetwork.Data(new Random(25), 1, 40, 5, 3).Values;
        foreach (var (expected, actual) in Quantized.Run(network, window).Zip(Quantized.Run(model, window)))
            Assert.Equal(expected, actual, 1e-5f);
    }
}
