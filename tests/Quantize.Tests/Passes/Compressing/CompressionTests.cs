using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Reference;

namespace EdgeLstm.Quantize.Tests.Passes.Compressing;

public class CompressionTests
{
    const int Inputs = 4, Units = 24;

    public static TheoryData<Scheme, RowForm, RowForm, int, double> Cases
    {
        get
        {
            var data = new TheoryData<Scheme, RowForm, RowForm, int, double>();
            foreach (Scheme scheme in (Scheme[])[Scheme.Int8, Scheme.Int8x16])
            {
                data.Add(scheme, RowForm.Five, RowForm.Int8, 0, 0.06);
                data.Add(scheme, RowForm.Three, RowForm.Int8, 0, 0.10);
                data.Add(scheme, RowForm.Five, RowForm.Int4, 0, 0.12);
                data.Add(scheme, RowForm.Int8, RowForm.Int8, 12, 0.05);
                data.Add(scheme, RowForm.Int8, RowForm.Int8, 16, 0.03);
                data.Add(scheme, RowForm.Five, RowForm.Int4, 12, 0.60);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Category", "Slow")]
    public void Compressed_layers_stay_near_float_and_compute_the_documented_arithmetic(Scheme scheme, RowForm gates, RowForm candidate, int rank, double most)
    {
        var (network, data) = Random(31);
        var model = Compress(network, data, scheme, new(new(gates), new(candidate), rank));
        var layer = Assert.IsType<ArtifactCompressedLstm>(model.Layers[0]);
        Assert.Equal([gates, gates, candidate, candidate], layer.Forms);
        Assert.Equal(rank, layer.Rank);
        Assert.Equal(layer.DataBytes(scheme), layer.Data.Length);
        Assert.InRange(Quantized.Rmse(network, model, data), 0, most);
        ComputesTheDocumentedArithmetic(model, data);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(Scheme.Int8, 0.35)]
    [InlineData(Scheme.Int8x16, 0.3)]
    public void Binary_gates_are_compressed_and_stay_binary(Scheme scheme, double most)
    {
        var (soft, data) = Random(38);
        var network = soft with { Layers = [(RecurrentLayer)soft.Layers[0] with { Cell = LstmCell.Binary }, soft.Layers[1]] };
        var plain = Assert.IsType<ArtifactLstm>(Compress(network, data, scheme, Compression.None).Layers[0]);
        Assert.True(plain.BinaryGates);
        foreach (var compression in (Compression[])[new(new(RowForm.Five), new(RowForm.Int4), 0), new(CompressedForm.Int8, CompressedForm.Int8, 16)])
        {
            var model = Compress(network, data, scheme, compression);
            Assert.True(Assert.IsType<ArtifactCompressedLstm>(model.Layers[0]).BinaryGates);
            Assert.InRange(Quantized.Rmse(network, model, data), 0, most);
            Assert.True(Quantized.Rmse(soft, model, data) > Quantized.Rmse(network, model, data)); // and follows the binary network, not the soft one
            ComputesTheDocumentedArithmetic(model, data);
        }
    }

    [Fact]
    public void Weights_that_are_multiples_of_R_keep_their_levels()
    {
        const float R = 0.5f;
        var (network, data) = Random(33);
        var random = new Random(34);
        var lstm = (RecurrentLayer)network.Layers[0];
        float[] Levels(float[] weights) => [.. weights.Select((w, k) => k < weights.Length / 2 ? R * random.Next(-2, 3) : w)];
        network = network with { Layers = [lstm with { W = Levels(lstm.W), U = Levels(lstm.U) }, network.Layers[1]] };
        lstm = (RecurrentLayer)network.Layers[0];
        var model = Compress(network, data, Scheme.Int8x16, new(new(RowForm.Five, R), CompressedForm.Int8));
        byte[] plain = ((ArtifactCompressedLstm)model.Layers[0]).Unpacked;
        int rows = 4 * Units, gates = 2 * Units, u = 9 * rows + rows * Inputs, same = 0;
        for (int k = 0; k < gates * Units; k++)
            same += (sbyte)plain[u + k] == 63 * (int)Math.Round(lstm.U[k] / R) ? 1 : 0;
        for (int k = 0; k < gates * Inputs; k++)
            same += Math.Sign((sbyte)plain[9 * rows + k]) == Math.Sign(lstm.W[k]) ? 1 : 0;
        Assert.InRange(same, 0.97 * gates * (Units + Inputs), gates * (Units + Inputs)); // what the bias and the inputs' rounding is made up for may move a few
        Assert.InRange(Quantized.Rmse(network, model, data), 0, 0.01);
    }

    [Fact]
    public void Sensors_that_move_together_need_few_sums()
    {
        // 20 channels that are two signals.
        var random = new Random(35);
        var two = RandomNetwork.Data(random, 8, 40, 2);
        var values = new float[8 * 40 * 20];
        float[] mix = RandomNetwork.Values(random, 40, 1);
        for (int k = 0; k < 8 * 40; k++)
            for (int c = 0; c < 20; c++)
                values[20 * k + c] = two.Values[2 * k] * mix[2 * c] + two.Values[2 * k + 1] * mix[2 * c + 1];
        var network = RandomNetwork.Of(random, 20, 8, 0.3f);
        var data = new Dataset(8, 40, 20, values);
        Assert.InRange(Quantized.Rmse(network, Compress(network, data, Scheme.Int8x16, new(CompressedForm.Int8, CompressedForm.Int8, 8)), data), 0, 0.02);
    }

    [Fact]
    public void The_tool_finds_a_rank_that_loses_little()
    {
        var (network, data) = Random(36);
        var model = Compress(network, data, Scheme.Int8x16, new(CompressedForm.Int8, CompressedForm.Int8, LayerCompression.AutoRank));
        var layer = Assert.IsType<ArtifactCompressedLstm>(model.Layers[0]);
        Assert.Equal(0, layer.Rank % 4);
        Assert.InRange(layer.MultiplyAccumulates, 1, 4 * Units * (Units + Inputs) - 1);
        Assert.InRange(Quantized.Rmse(network, model, data), 0, 0.06);
    }

    [Fact]
    public void A_rank_that_saves_nothing_is_refused_with_the_one_that_would()
    {
        var (network, data) = Random(37);
        var error = Assert.Throws<ModelException>(() => Compress(network, data, Scheme.Int8, new(CompressedForm.Int8, CompressedForm.Int8, 4 * (Units + Inputs))));
        Assert.Equal(ErrorCatalogue.RankSavesNothing, error.Id);
        Assert.Contains("a rank up to 21", error.Message);
    }

    internal static void ComputesTheDocumentedArithmetic(ModelArtifact model, Dataset data)
    {
        var (literal, runner) = (new LiteralModel(model), new IntegerRunner(model));
        var output = new float[2];
        int steps = 0;
        Watch(runner, () => steps++);
        for (int t = 0; t < 60; t++)
        {
            float[] sample = data.Sample(t % data.Windows, t % data.Steps).ToArray();
            runner.Step(sample, output);
            Assert.Equal(literal.Step(sample), output);
        }

        Assert.Equal(60 * model.Layers.Count(layer => layer is ArtifactLstm), steps);
    }

    /// <summary>The gates that the probe reads before a step are those that move the cell state: c = f·c + i·g, in its own units.</summary>
    static void Watch(IntegerRunner runner, Action seen)
    {
        float[] gates = [];
        short[] before = [];
        runner.BeforeRecurrent = (layer, row) =>
        {
            gates = new float[4 * runner.Model.Layers[layer].Outputs];
            GateProbe.Read(runner, layer, row, gates);
            before = runner.CellUnits(layer).ToArray();
        };
        runner.AfterRecurrent = (layer, _) =>
        {
            var lstm = (ArtifactLstm)runner.Model.Layers[layer];
            var after = runner.CellUnits(layer);
            for (int k = 0; k < lstm.Outputs; k++)
            {
                float added = gates[k] * gates[2 * lstm.Outputs + k] / lstm.CellStep, c = gates[lstm.Outputs + k] * before[k] + added;
                Assert.InRange(after[k] - Math.Clamp(c, short.MinValue, short.MaxValue), -2, 2);
            }

            seen();
        };
    }

    static (Network, Dataset) Random(int seed)
    {
        var random = new Random(seed);
        return (RandomNetwork.Of(random, Inputs, Units, 0.4f), RandomNetwork.Data(random, 8, 40, Inputs));
    }

    static ModelArtifact Compress(Network network, Dataset data, Scheme scheme, Compression compression) =>
        Quantizer.Calibrate(network, network, data, default).Run(scheme, compression, "1.0", []).Model;
}
