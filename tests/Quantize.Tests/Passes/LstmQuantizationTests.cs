using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Quantize.Tests.Passes;

public class LstmQuantizationTests
{
    [Theory]
    [InlineData(0, 13)]
    [InlineData(3.19, 13)]
    [InlineData(3.2, 12)]
    [InlineData(6.5, 11)]
    [InlineData(102, 8)]
    [InlineData(1e9, 8)]
    [InlineData(double.PositiveInfinity, 8)]
    public void The_cell_keeps_a_quarter_in_reserve_while_bits_last(double largest, int bits) =>
        Assert.Equal(bits, LstmQuantization.CellBits(largest));

    [Theory]
    [InlineData(0, 4096)]
    [InlineData(1e-9, 4096)]
    [InlineData(0.1, 1198)]
    [InlineData(0.96, 127)]
    [InlineData(1, 127)]
    [InlineData(5, 127)]
    public void An_int8_hidden_state_uses_its_units_on_the_range_seen(double largest, int scale)
    {
        Assert.Equal(scale, LstmQuantization.HiddenScale(Scheme.Int8, largest));
        Assert.Equal(16384, LstmQuantization.HiddenScale(Scheme.Int8x16, largest));
    }

    public static TheoryData<Scheme, int> Sizes
    {
        get
        {
            var data = new TheoryData<Scheme, int>();
            foreach (int units in new[] { 1, 15, 16, 17, 33 })
                foreach (Scheme scheme in Enum.GetValues<Scheme>())
                    data.Add(scheme, units);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_number_of_units_is_close_to_float(Scheme scheme, int units)
    {
        var random = new Random(units);
        var network = RandomNetwork.Of(random, 3, units);
        var data = RandomNetwork.Data(random, 4, 30, 3);
        Assert.InRange(Quantized.Rmse(network, Quantized.Of(network, data, scheme), data), 0, scheme switch { Scheme.Int8 => 0.03, Scheme.Int8x16 => 0.006, _ => 1e-5 });
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    public void Rows_without_weights_on_one_side_or_on_both_keep_the_other(Scheme scheme)
    {
        const int Units = 8;
        var random = new Random(7);
        var network = RandomNetwork.Of(random, 3, Units);
        var lstm = (RecurrentLayer)network.Layers[0];
        for (int row = 0; row < 4 * Units; row++)
        {
            if (row % 3 != 0)
                lstm.U.AsSpan(row * Units, Units).Clear();
            if (row % 3 != 1)
                lstm.W.AsSpan(row * 3, 3).Clear();
        }

        var data = RandomNetwork.Data(random, 4, 30, 3);
        Assert.InRange(Quantized.Rmse(network, Quantized.Of(network, data, scheme), data), 0, scheme == Scheme.Int8 ? 0.02 : 0.004);
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    public void Weights_too_small_to_matter_leave_the_bias_alone(Scheme scheme)
    {
        var random = new Random(8);
        var network = RandomNetwork.Of(random, 3, 8);
        var lstm = (RecurrentLayer)network.Layers[0];
        foreach (ref float w in lstm.W.AsSpan())
            w *= 1e-20f;
        foreach (ref float u in lstm.U.AsSpan())
            u *= 1e-20f;
        var data = RandomNetwork.Data(random, 2, 20, 3);
        Assert.InRange(Quantized.Rmse(network, Quantized.Of(network, data, scheme), data), 0, scheme == Scheme.Int8 ? 0.01 : 0.002);
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    public void Weights_of_ten_thousand_open_and_close_gates_as_in_float(Scheme scheme)
    {
        // One unit per input, no recurrence: the gates are steps, and a sample's sign says on which side it stands.
        const int Units = 40;
        var random = new Random(9);
        var lstm = RandomNetwork.Lstm(random, 2, Units, 0);
        foreach (ref float w in lstm.W.AsSpan())
            w = random.Next(2) == 0 ? 1e4f : -1e4f;
        foreach (ref float u in lstm.U.AsSpan())
            u = 1e4f / Units;
        var network = RandomNetwork.Of(lstm, RandomNetwork.Dense(random, Units, 2, 0.2f));
        var data = new Dataset(2, 10, 2, [.. Enumerable.Range(0, 40).Select(_ => random.Next(2) == 0 ? 3f : -2f)]);
        Assert.InRange(Quantized.Rmse(network, Quantized.Of(network, data, scheme), data), 0, scheme == Scheme.Int8 ? 0.05 : 0.01);
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    [InlineData(Scheme.Float32)]
    public void An_initial_state_is_carried_into_the_artifact_and_back_by_a_reset(Scheme scheme)
    {
        var random = new Random(10);
        var lstm = RandomNetwork.Lstm(random, 2, 5) with { InitialH = [0.9f, -0.8f, 0.25f, 0, 0.5f], InitialC = [6, -3, 0.5f, 0, -1] };
        var network = RandomNetwork.Of(lstm, RandomNetwork.Dense(random, 5, 1));
        var data = RandomNetwork.Data(random, 3, 12, 2);
        var model = Quantized.Of(network, data, scheme);
        var state = model.Layers[0].Initial.AsSpan();
        if (scheme == Scheme.Int8)
            Assert.Equal([.. lstm.InitialH.Select(v => (sbyte)Math.Round(v * ((ArtifactLstm)model.Layers[0]).HiddenScale))], MemoryMarshal.Cast<byte, sbyte>(state[..5]).ToArray());
        else if (scheme == Scheme.Float32)
            Assert.Equal([.. lstm.InitialH, .. lstm.InitialC], MemoryMarshal.Cast<byte, float>(state).ToArray());
        if (scheme != Scheme.Float32)
            Assert.Equal([.. lstm.InitialC.Select(v => (short)Math.Round(v * (1 << ((ArtifactLstm)model.Layers[0]).CellBits)))], MemoryMarshal.Cast<byte, short>(state[^10..]).ToArray());

        // The first step already shows it, and a second run from reset shows it again.
        var runner = new EdgeLstm.Quantize.Reference.IntegerRunner(model);
        float expected = Quantized.Run(network, data.Window(0)[..2])[0];
        for (int round = 0; round < 2; round++)
        {
            var output = new float[1];
            runner.Reset();
            runner.Step(data.Window(0)[..2], output);
            Assert.Equal(expected, output[0], scheme switch { Scheme.Int8 => 0.03f, Scheme.Int8x16 => 0.01f, _ => 1e-5f });
            runner.Step(data.Window(0)[2..4], output);
        }
    }

    [Fact]
    public void An_initial_hidden_state_that_no_step_could_give_is_named()
    {
        var notes = new List<string>();
        var network = RandomNetwork.Of(RandomNetwork.Lstm(new Random(11), 2, 3) with { InitialH = [0, -1.5f, 0] });
        Quantized.Of(network, RandomNetwork.Data(new Random(12), 1, 9, 2), Scheme.Int8x16, notes);
        Assert.StartsWith("layer 'lstm0': the initial hidden state", Assert.Single(notes));
    }

    [Fact]
    public void No_initial_state_takes_no_bytes() =>
        Assert.All(Quantized.Of(RandomNetwork.Of(new Random(1), 2, 4), RandomNetwork.Data(new Random(1), 1, 9, 2), Scheme.Int8).Layers, l => Assert.Empty(l.Initial));
}
