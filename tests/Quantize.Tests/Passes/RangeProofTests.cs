using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Reference;

namespace EdgeLstm.Quantize.Tests.Passes;

/// <summary>What QuantizePass makes passes the reader's proof that no int32 overflows, and the proof is true.</summary>
public class RangeProofTests
{
    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Float32)]
    public void Steps_that_meet_for_one_window_only_are_refused(Scheme scheme)
    {
        // For 40 samples both have 20 steps, for 41 they have 21 and 20.
        var network = RandomNetwork.Of(Strided("one", 1), Strided("two", 2), new AddLayer { Name = "sum", Sources = [0, 1], Width = 3 });
        var e = Assert.Throws<ModelException>(() => Quantized.Of(network, RandomNetwork.Data(new Random(3), 2, 40, 3), scheme));
        Assert.Equal(ErrorCatalogue.ArtifactSyntax, e.Id);
        Assert.Contains("sources of different lengths", e.Message);
        Assert.Contains("sum", e.Message);

        static ConvLayer Strided(string name, int kernel) => new()
        {
            Name = name,
            Sources = [-1],
            W = RandomNetwork.Values(new Random(1), 3 * kernel * 3, 0.5f),
            Bias = new float[3],
            Activation = Activation.Identity,
            Kernel = kernel,
            Dilation = 1,
            Stride = 2,
        };
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_network_on_any_data_gives_an_artifact_whose_sums_fit(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            string what = $"seed {seed}, round {round}";
            var network = Network(random);
            var data = RandomNetwork.Data(random, random.Next(1, 4), random.Next(2, 12), network.Inputs.Count, Power(random, -4, 4));
            if (random.Next(4) == 0)
                data.Values.AsSpan(0, data.Values.Length / 2).Fill(random.Next(2) == 0 ? float.NaN : 1e6f);
            foreach (Scheme scheme in new[] { Scheme.Int8, Scheme.Int8x16 })
            {
                var error = Record.Exception(() => Extremes(Quantized.Of(network, data, scheme), random)); // reading checks the range
                Assert.True(error is null, $"{what}, {scheme}: {error}");
            }
        }
    }

    static Network Network(Random random)
    {
        int inputs = random.Next(1, 20), units = random.Next(1, 40), second = random.Next(1, 20);
        var first = RandomNetwork.Lstm(random, inputs, units, Power(random, -6, 3));
        first = first with { U = RandomNetwork.Values(random, first.U.Length, Power(random, -6, 3)), Bias = RandomNetwork.Values(random, first.Bias.Length, Power(random, -6, 3)) };
        return RandomNetwork.Of(first, RandomNetwork.Lstm(random, units, second, Power(random, -6, 3), source: 0), RandomNetwork.Dense(random, second, 3, Power(random, -6, 3), source: 1));
    }

    static float Power(Random random, int least, int most) => MathF.Pow(10, least + (most - least) * random.NextSingle());

    /// <summary>Inputs that go from one end of the range to the other, through the checked model and the runner.</summary>
    static void Extremes(ModelArtifact model, Random random)
    {
        var literal = new LiteralModel(model);
        var runner = new IntegerRunner(model);
        var output = new float[model.Outputs.Count];
        for (int t = 0; t < 8; t++)
        {
            float[] sample = [.. model.Inputs.Select(_ => random.Next(3) switch { 0 => float.PositiveInfinity, 1 => float.NegativeInfinity, _ => 0f })];
            runner.Step(sample, output);
            Assert.Equal(literal.Step(sample), output);
        }

        Assert.InRange(literal.MaxSum, 0, int.MaxValue);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Weights_that_all_pull_one_way_over_a_thousand_columns_still_fit()
    {
        // 16384 · 127 · 1033 is more than an int32, so that a scale from the largest weight alone is not enough.
        var random = new Random(5);
        const int Inputs = 1040, Units = 1;
        var lstm = RandomNetwork.Lstm(random, Inputs, Units);
        Array.Fill(lstm.W, 0.01f);
        var network = RandomNetwork.Of(lstm, RandomNetwork.Dense(random, Units, 1));
        var model = Quantized.Of(network, RandomNetwork.Data(random, 1, 4, Inputs), Scheme.Int8x16);
        var literal = new LiteralModel(model);
        literal.Step([.. Enumerable.Repeat(float.MaxValue, Inputs)]);
        literal.Step([.. Enumerable.Repeat(float.MinValue, Inputs)]);
        Assert.InRange(literal.MaxSum, 1, int.MaxValue);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_dense_layer_that_wide_fits_too()
    {
        var random = new Random(6);
        const int Units = 1040;
        var rows = new float[Units];
        Array.Fill(rows, 0.5f);
        var data = new double[Units + 1, Units + 1];
        for (int k = 0; k <= Units; k++)
            data[k, k] = 1;
        var dense = RandomNetwork.Dense(random, Units, 1) with { W = rows };
        byte[] packed = EdgeLstm.Quantize.Passes.DenseQuantization.Pack(dense, EdgeLstm.Quantize.Passes.ActivationScale.Uniform(Units, 1 / 16384.0), 16384, data);
        Assert.InRange(packed.Skip(8).Sum(w => 16384L * Math.Abs((int)(sbyte)w)), int.MaxValue / 8, int.MaxValue);
        Assert.Equal(0.5, (sbyte)packed[^1] * BitConverter.ToSingle(packed) * 16384, 0.01);
    }
}
