using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Tests.Passes.Compressing;

public class ColumnSparsityTests
{
    const int Inputs = 10, Units = 40;

    static (Network, Dataset) Random(int seed)
    {
        var random = new Random(seed);
        return (RandomNetwork.Of(random, Inputs, Units, 0.3f), RandomNetwork.Data(random, 10, 40, Inputs));
    }

    static ModelArtifact Compress(Network network, Dataset data, Scheme scheme, Compression compression) =>
        Quantizer.Calibrate(network, network, data, default).Run(scheme, compression, "1.0", []).Model;

    [Theory]
    [InlineData(Scheme.Int8, RowForm.Int8, RowForm.Int8, 0.25, 0.03)]
    [InlineData(Scheme.Int8x16, RowForm.Int8, RowForm.Int8, 0.25, 0.02)]
    [InlineData(Scheme.Int8x16, RowForm.Int8, RowForm.Int8, 0.5, 0.06)]
    [InlineData(Scheme.Int8, RowForm.Five, RowForm.Int4, 0.25, 0.15)]
    [InlineData(Scheme.Int8x16, RowForm.Three, RowForm.Int4, 0.5, 0.2)]
    [Trait("Category", "Slow")]
    public void A_share_of_the_columns_is_left_out_and_the_model_computes_the_documented_arithmetic(Scheme scheme, RowForm gates, RowForm candidate, double share, double most)
    {
        var (network, data) = Random(41);
        var model = Compress(network, data, scheme, new(new(gates), new(candidate), sparsity: share));
        var layer = Assert.IsType<ArtifactCompressedLstm>(model.Layers[0]);
        Assert.Equal((int)Math.Round((Inputs + Units) * (1 - share)), layer.Columns);
        Assert.Equal(4 * Units * layer.Columns, layer.MultiplyAccumulates);
        Assert.Equal(layer.DataBytes(scheme), layer.Data.Length);
        Assert.InRange(Quantized.Rmse(network, model, data), 0, most);
        CompressionTests.ComputesTheDocumentedArithmetic(model, data);
    }

    [Fact]
    public void What_is_left_makes_up_for_what_is_not()
    {
        var (network, data) = Random(42);
        var statistics = CalibrationStatistics.Collect(network, data, default);
        var thin = ColumnSparsityPass.Run(network, statistics, new(CompressedForm.Int8, CompressedForm.Int8, sparsity: 0.4), []);
        var (before, after) = ((RecurrentLayer)network.Layers[0], (RecurrentLayer)thin.Layers[0]);
        float[] Zeroed(float[] from, float[] where) => [.. from.Select((w, k) => where[k] == 0 ? 0 : w)];
        var cut = network with { Layers = [before with { W = Zeroed(before.W, after.W), U = Zeroed(before.U, after.U) }, network.Layers[1]] };
        double mended = Rmse(network, thin, data), only = Rmse(network, cut, data);
        Assert.InRange(mended, 1e-6, only / 3);
    }

    [Fact]
    public void A_channel_that_another_repeats_is_left_out_first()
    {
        // Four channels, the last two copies of the first two.
        var random = new Random(43);
        var few = RandomNetwork.Data(random, 10, 40, 2);
        var values = new float[2 * few.Values.Length];
        for (int k = 0; k < few.Values.Length; k++)
            values[k / 2 * 4 + k % 2] = values[k / 2 * 4 + 2 + k % 2] = few.Values[k];
        var network = RandomNetwork.Of(random, 4, 16, 0.5f);
        var data = new Dataset(10, 40, 4, values);
        var model = Compress(network, data, Scheme.Int8x16, new(CompressedForm.Int8, CompressedForm.Int8, sparsity: 0.1)); // two of 20
        var layer = Assert.IsType<ArtifactCompressedLstm>(model.Layers[0]);
        Assert.Equal(18, layer.Columns);
        Assert.Contains(layer.Data[0] & 15, (int[])[0b0011, 0b0110, 0b1001, 0b1100]); // one of each pair
        Assert.InRange(Quantized.Rmse(network, model, data), 0, 0.01);
    }

    [Theory]
    [InlineData(1e4f, 0)]
    [InlineData(1e-3f, 0)]
    [InlineData(1, 1e3f)]
    public void A_channels_unit_and_offset_do_not_matter(float scale, float offset)
    {
        var (network, data) = Random(46);
        var lstm = (RecurrentLayer)network.Layers[0];
        const int Channel = 3;
        // The same machine, one of its sensors in another unit: W·s⁻¹ of s·x + d, and the bias takes W·d.
        float[] w = [.. lstm.W.Select((v, k) => k % Inputs == Channel ? v / scale : v)];
        float[] bias = [.. lstm.Bias.Select((v, row) => v - w[row * Inputs + Channel] * offset)];
        var same = network with { Layers = [lstm with { W = w, Bias = bias }, network.Layers[1]] };
        var moved = data with { Values = [.. data.Values.Select((v, k) => k % Inputs == Channel ? v * scale + offset : v)] };
        Assert.Equal(Mask(network, data, 0.4), Mask(same, moved, 0.4));
        Assert.Equal(Mask(network, data, LayerCompression.AutoSparsity), Mask(same, moved, LayerCompression.AutoSparsity));

        static byte[] Mask(Network network, Dataset data, double sparsity) =>
            ((RecurrentLayer)ColumnSparsityPass.Run(network, CalibrationStatistics.Collect(network, data, default), new(CompressedForm.Int8, CompressedForm.Int8, sparsity: sparsity), []).Layers[0]).Mask!;
    }

    [Fact]
    public void The_tool_leaves_out_what_loses_little()
    {
        var (network, data) = Random(44);
        var model = Compress(network, data, Scheme.Int8x16, new(CompressedForm.Int8, CompressedForm.Int8, sparsity: LayerCompression.AutoSparsity));
        var layer = Assert.IsType<ArtifactCompressedLstm>(model.Layers[0]);
        Assert.InRange(layer.Columns, 1, Inputs + Units - 1);
        Assert.InRange(Quantized.Rmse(network, model, data), 0, 0.06);
    }

    [Fact]
    public void Other_cells_keep_their_weights_and_a_note_says_so()
    {
        var random = new Random(45);
        var network = RandomNetwork.Of(RandomNetwork.Lstm(random, 3, 8) with { Cell = new LstmCell { Candidate = ScalarFunction.Relu } }, RandomNetwork.Dense(random, 8, 1));
        var notes = new List<string>();
        var data = RandomNetwork.Data(random, 4, 20, 3);
        var thin = ColumnSparsityPass.Run(network, CalibrationStatistics.Collect(network, data, default), new(CompressedForm.Int8, CompressedForm.Int8, sparsity: 0.5), notes);
        Assert.Same(network.Layers[0], thin.Layers[0]);
        Assert.Contains("keeps all columns", Assert.Single(notes));
    }

    static double Rmse(Network expected, Network actual, Dataset data)
    {
        var runners = (new FloatRunner(expected), new FloatRunner(actual));
        float[] e = new float[2], a = new float[2];
        double sum = 0;
        for (int t = 0; t < data.Steps; t++)
        {
            runners.Item1.Step(data.Sample(0, t), e);
            runners.Item2.Step(data.Sample(0, t), a);
            sum += Math.Pow(e[0] - a[0], 2) + Math.Pow(e[1] - a[1], 2);
        }

        return Math.Sqrt(sum / (2 * data.Steps));
    }
}
