using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Quantize.Tests.Passes;

public class InputRangesTests
{
    static readonly Network Small = RandomNetwork.Of(new Random(1), 3, 8);

    static Dataset Columns(params Func<int, float>[] channels) =>
        new(1, 50, channels.Length, [.. Enumerable.Range(0, 50).SelectMany(t => channels.Select(channel => channel(t)))]);

    static float Wave(int t) => MathF.Sin(0.4f * t);

    static (IReadOnlyList<InputChannel> Channels, List<string> Notes) Choose(Network network, Dataset data, Scheme scheme)
    {
        var (channels, _, notes) = InputRanges.Choose(network.Inputs, CalibrationStatistics.Collect(network, data, default), scheme);
        return (channels, notes);
    }

    [Theory]
    [InlineData(Scheme.Int8, 127)]
    [InlineData(Scheme.Int8x16, 8192)]
    public void Each_channel_has_a_step_of_its_own_whatever_its_size(Scheme scheme, double units)
    {
        var (channels, notes) = Choose(Small, Columns(t => 1e3f * Wave(t), t => 1e-3f * Wave(t) + 5, Wave), scheme);
        Assert.Empty(notes);
        foreach (var (channel, half) in channels.Zip([1e3, 1e-3, 1.0]))
            Assert.InRange(channel.InverseStep * half / units, 0.95, 1.05);
        Assert.Equal(5, channels[1].Centre, 1e-4f);
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    public void Inputs_that_differ_by_a_million_are_as_good_as_equal_ones(Scheme scheme)
    {
        var data = RandomNetwork.Data(new Random(2), 4, 40, 3);
        float[] size = [1e3f, 1, 1e-3f];
        var sized = data with { Values = [.. data.Values.Select((v, k) => v * size[k % 3])] };
        var lstm = (RecurrentLayer)Small.Layers[0];
        var wide = Small with { Layers = [lstm with { W = [.. lstm.W.Select((v, k) => v / size[k % 3])] }, Small.Layers[1]] };
        double equal = Quantized.Rmse(Small, Quantized.Of(Small, data, scheme), data), different = Quantized.Rmse(wide, Quantized.Of(wide, sized, scheme), sized);
        Assert.InRange(different, 0, 1.5 * equal + 1e-5);
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    public void A_constant_channel_and_one_without_a_number_are_named_and_harmless(Scheme scheme)
    {
        var data = Columns(Wave, _ => 7.5f, _ => float.NaN);
        var notes = new List<string>();
        var model = Quantized.Of(Small, data, scheme, notes);
        Assert.Contains(notes, note => note.StartsWith("input 'x1' is constant", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.StartsWith("input 'x2' has no finite value", StringComparison.Ordinal));
        Assert.Contains("50 calibration values are not finite; they were left out", notes);
        var clean = Columns(Wave, _ => 7.5f, _ => 0);
        Assert.InRange(Quantized.Rmse(Small, model, clean), 0, scheme == Scheme.Int8 ? 0.02 : 0.01);
    }

    [Fact]
    public void Data_without_a_single_number_still_give_a_model()
    {
        var model = Quantized.Of(Small, Columns(_ => float.NaN, _ => float.PositiveInfinity, _ => float.NegativeInfinity), Scheme.Int8);
        Assert.All(Quantized.Run(model, new float[30]), v => Assert.True(float.IsFinite(v)));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    public void Small_changes_of_large_values_are_calibrated_too(Scheme scheme)
    {
        // Pressures in pascal, say, without normalisation: second moments around 0 would drown what matters in their rounding errors.
        var (lstm, data) = ((RecurrentLayer)Small.Layers[0], RandomNetwork.Data(new Random(4), 20, 1000, 3));
        for (int k = 0; k < data.Values.Length; k++)
            data.Values[k] = 1e6f + (4 + k % 3) * data.Values[k / 3 * 3];
        data.Values.AsSpan(0, 3).Fill(float.NaN); // a sensor that wakes up late is not what all is measured from
        float[] w = [.. lstm.W.Select(v => v / 4)];
        float[] bias = [.. lstm.Bias.Select((b, row) => b - 1e6f * w.AsSpan(3 * row, 3).ToArray().Sum())];
        var offset = Small with { Layers = [lstm with { W = w, Bias = bias }, Small.Layers[1]] };
        var notes = new List<string>();
        var model = Quantized.Of(offset, data, scheme, notes);
        Assert.DoesNotContain(notes, note => note.Contains("constant", StringComparison.Ordinal));
        Assert.True(float.IsFinite(Quantized.Run(model, data.Window(3))[^1]));
    }

    [Theory]
    [InlineData(1e30f)]
    [InlineData(3e38f)]
    [InlineData(1e-20f)]
    [InlineData(1e-38f)]
    [InlineData(1e-44f)]
    public void Channels_at_the_ends_of_the_floats_give_finite_constants(float size)
    {
        foreach (Scheme scheme in Enum.GetValues<Scheme>())
            Assert.All(Quantized.Of(Small, Columns(Wave, t => size * Wave(t), Wave), scheme).Inputs, c => Assert.True(float.IsNormal(c.InverseStep)));
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    [InlineData(Scheme.Float32)]
    public void The_users_units_in_and_out_give_what_the_graphs_units_give(Scheme scheme)
    {
        // Powers of two, so that nothing but the units changes and, in int8, what float32 rounds around a mean; two of the scales are
        // negative.
        var user = Small with
        {
            Inputs = [new("a", "K", 256, 4), new("b", "m", -8, 0.5f), new("c", "", 0, -2)],
            Outputs = [new("y", "h", 64, 16), new("z", "%", 0, -0.25f)],
        };
        var data = RandomNetwork.Data(new Random(3), 3, 30, 3);
        data = data with { Values = [.. data.Values.Select(v => MathF.Round(v * 1024) / 1024)] };
        var (graph, units) = (Quantized.Of(Small, data, scheme), Quantized.Of(user, data, scheme, file: Small));
        for (int n = 0; n < data.Windows; n++)
        {
            float[] window = data.Window(n).ToArray();
            float[] given = [.. window.Select((v, k) => v * user.Inputs[k % 3].Scale + user.Inputs[k % 3].Mean)];
            float[] expected = [.. Quantized.Run(graph, window).Select((v, k) => v * user.Outputs[k % 2].Scale + user.Outputs[k % 2].Mean)];
            float[] actual = Quantized.Run(units, given);
            for (int k = 0; k < actual.Length; k++)
                Assert.Equal(expected[k], actual[k], (scheme == Scheme.Int8 ? 0.01f : 1e-3f) * Math.Abs(user.Outputs[k % 2].Scale));
        }
    }
}
