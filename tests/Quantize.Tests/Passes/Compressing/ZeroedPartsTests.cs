using System.Buffers.Binary;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Tests.Family;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Passes.Compressing;

/// <summary>Networks of which parts are zero, next to zero, or far out: pruned gates, constant gates, dead sensors.</summary>
[Trait("Category", "Slow")]
public class ZeroedPartsTests
{
    const int Inputs = 5, Units = 20, Rows = 4 * Units;

    static readonly (string Name, Compression Compression)[] Forms =
    [
        ("gates int4", new(new(RowForm.Int4), CompressedForm.Int8)),
        ("gates five", new(new(RowForm.Five), CompressedForm.Int8)),
        ("gates three", new(new(RowForm.Three), CompressedForm.Int8)),
        ("candidate int4", new(CompressedForm.Int8, new(RowForm.Int4))),
        ("five and int4", new(new(RowForm.Five), new(RowForm.Int4))),
        ("rank 12", new(CompressedForm.Int8, CompressedForm.Int8, 12)),
        ("rank auto", new(CompressedForm.Int8, CompressedForm.Int8, LayerCompression.AutoRank)),
        ("columns", new(CompressedForm.Int8, CompressedForm.Int8, 0, 0.125)),
        ("columns auto, five", new(new(RowForm.Five), CompressedForm.Int8, 0, LayerCompression.AutoSparsity)),
        ("layer", Compression.None.With("lstm0", new(new(RowForm.Five), CompressedForm.Int8, new(RowForm.Int4), new(RowForm.Three)))),
    ];

    /// <summary>What is multiplied, and by what: row, column of [x, h].</summary>
    static readonly (string Name, Func<int, int, bool> IsPart)[] Parts =
    [
        ("the input gate's rows", (row, _) => row / Units == 0),
        ("the forget gate's rows", (row, _) => row / Units == 1),
        ("the candidate's rows", (row, _) => row / Units == 2),
        ("the output gate's rows", (row, _) => row / Units == 3),
        ("a row of each gate", (row, _) => row % Units == 7),
        ("half of the rows", (row, _) => row % 2 == 0),
        ("all rows but one of each gate", (row, _) => row % Units != 3),
        ("W", (_, column) => column < Inputs),
        ("U", (_, column) => column >= Inputs),
        ("W of the input gate, U of the others", (row, column) => row < Units == column < Inputs),
        ("U of a row of each gate", (row, column) => row % Units == 4 && column >= Inputs),
        ("W of a row of each gate", (row, column) => row % Units == 5 && column < Inputs),
        ("two inputs", (_, column) => column is 1 or 3),
        ("half of the states", (_, column) => column >= Inputs && column % 2 == 0),
        ("all", (_, _) => true),
    ];

    static readonly float[] Tiny = [1e-12f, 1e-7f, 1e-4f];

    public static TheoryData<Scheme, string> Cases
    {
        get
        {
            var data = new TheoryData<Scheme, string>();
            foreach (var scheme in (Scheme[])[Scheme.Int8, Scheme.Int8x16])
                foreach (var (name, _) in Forms)
                    data.Add(scheme, name);
            return data;
        }
    }

    public static TheoryData<Scheme, string> PartCases
    {
        get
        {
            var data = new TheoryData<Scheme, string>();
            foreach (var scheme in (Scheme[])[Scheme.Int8, Scheme.Int8x16])
                foreach (var (name, _) in Parts)
                    data.Add(scheme, name);
            return data;
        }
    }

    /// <summary>
    /// What a form loses, it loses of weights that are there: of a network with fewer of them not much more than of the whole one, beside
    /// what int8 rows lose.
    /// </summary>
    [Theory]
    [MemberData(nameof(PartCases))]
    public void What_is_zero_or_next_to_it_costs_no_more_than_what_is_there(Scheme scheme, string part)
    {
        int which = Array.FindIndex(Parts, p => p.Name == part), seed = 100 + which;
        var (network, data) = Random(seed);
        float[] factors = [0, Tiny[(which + (int)scheme) % Tiny.Length]];
        var zeroed = Array.ConvertAll(factors, factor => Quantizer(Scaled(network, Parts[which].IsPart, factor), data));
        double[] plain = Array.ConvertAll(zeroed, z => Rmse(z, scheme, Compression.None));
        var whole = Quantizer(network, data);
        Parallel.ForEach(Forms, form =>
        {
            double before = Rmse(whole, scheme, form.Compression);
            for (int k = 0; k < factors.Length; k++)
            {
                double compressed = Rmse(zeroed[k], scheme, form.Compression);
                Assert.True(compressed <= Most(form.Name, before, plain[k]), $"{form.Name}, {part} times {factors[k]}, seed {seed}: RMSE {compressed:g3}, of the whole network {before:g3}, of int8 rows {plain[k]:g3}");
            }
        });
    }

    /// <summary>Within a unit of the gate's argument, a 4,096th of 1, or an 8,192nd; beyond what an int16 of them holds, as that.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_row_without_weights_gives_its_bias(Scheme scheme, string form)
    {
        var compression = Forms.Single(f => f.Name == form).Compression;
        if (form.StartsWith("rank", StringComparison.Ordinal))
            compression = compression with { All = compression.All with { Rank = 16 } }; // what is left has 40 rows, of 25 columns: the last sums have no weights
        foreach (float[] biases in (float[][])[[0], [1e-6f, 0, -1e-6f], [0.25f, -0.7f, 3.1f], [-6.5f, 7.9f], [1e4f, -3, 0.5f], [1e9f, -1e12f, 2]])
        {
            var (network, data) = Random(7);
            network = Scaled(network, (row, _) => row % 2 == 0, 0);
            var lstm = (RecurrentLayer)network.Layers[0];
            network = network with { Layers = [lstm with { Bias = [.. lstm.Bias.Select((bias, row) => row % 2 == 0 ? biases[row / 2 % biases.Length] : bias)] }, network.Layers[1]] };
            var layer = (ArtifactCompressedLstm)Compress(network, data, scheme, compression).Layers[0];
            for (int row = 0; row < Rows; row += 2) // those without weights
            {
                double unit = row / Units == 2 ? 8192 : 4096, wanted = Math.Clamp(biases[row / 2 % biases.Length] * unit, short.MinValue, short.MaxValue);
                double found = layer.Rank == 0 ? Bias(layer.Unpacked, Rows, row) : Bias(layer.Unpacked.AsSpan(layer.Rank * (9 + Inputs + Units)), Rows, row);
                Assert.InRange(Math.Clamp(found, short.MinValue, short.MaxValue), wanted - 1.01, wanted + 1.01);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_bias_far_out_takes_nothing_from_the_rows_beside_it(Scheme scheme, string form) => Parallel.ForEach((float[])[30, 1e3f, -1e5f, 1e9f], far =>
    {
        var compression = Forms.Single(f => f.Name == form).Compression;
        var (network, data) = Random(11);
        double before = Rmse(network, data, scheme, compression);
        foreach (var (row, factor) in ((int, float)[])[(3, 0), (Units + 4, 1), (2 * Units + 5, 0), (3 * Units + 6, 1), (3 * Units + 7, 0)])
        {
            var lstm = (RecurrentLayer)network.Layers[0];
            var other = Scaled(network with { Layers = [lstm with { Bias = [.. lstm.Bias.Select((bias, k) => k == row ? far : bias)] }, network.Layers[1]] }, (k, _) => k == row, factor);
            double plain = Rmse(other, data, scheme, Compression.None), compressed = Rmse(other, data, scheme, compression);
            Assert.True(compressed <= Most(form, before, plain), $"bias {far} of row {row}, its weights times {factor}: RMSE {compressed:g3}, before {before:g3}, of int8 rows {plain:g3}");
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Inputs_that_stand_still_cost_nothing(Scheme scheme, string form)
    {
        var compression = Forms.Single(f => f.Name == form).Compression;
        var (network, data) = Random(13);
        double before = Rmse(network, data, scheme, compression);
        foreach (var (name, still) in ((string, Func<int, float, float>)[])[
            ("all 0", (_, _) => 0), ("all 3.5", (_, _) => 3.5f), ("one at 100,000", (k, v) => k == 2 ? 1e5f : v), ("one at 0", (k, v) => k == 2 ? 0 : v), ("all but one at −1", (k, v) => k == 2 ? v : -1)])
        {
            var quiet = data with { Values = [.. data.Values.Select((value, k) => still(k % Inputs, value))] };
            var scaled = name.Contains("100,000") ? Scaled(network, (_, column) => column == 2, 1e-5f) : network;
            double plain = Rmse(scaled, quiet, scheme, Compression.None), compressed = Rmse(scaled, quiet, scheme, compression);
            Assert.True(compressed <= Most(form, before, plain), $"{name}: RMSE {compressed:g3}, before {before:g3}, of int8 rows {plain:g3}");
        }
    }

    /// <summary>W counts 2^shift units of U: a row whose U is tiny wants a large one, and would round away the W of the others.</summary>
    [Theory]
    [InlineData(Scheme.Int8, 1e-2f)]
    [InlineData(Scheme.Int8, 1e-3f)]
    [InlineData(Scheme.Int8, 1e-5f)]
    [InlineData(Scheme.Int8x16, 1e-2f)]
    [InlineData(Scheme.Int8x16, 1e-3f)]
    [InlineData(Scheme.Int8x16, 1e-5f)]
    public void A_row_with_a_tiny_U_leaves_the_others_their_W(Scheme scheme, float factor)
    {
        foreach (var form in (RowForm[])[RowForm.Int4, RowForm.Five, RowForm.Three])
        {
            var (network, data) = Random(17);
            var compression = new Compression(new(form), new(form == RowForm.Int4 ? form : RowForm.Int8));
            double before = Rmse(network, data, scheme, compression);
            var tiny = Scaled(network, (row, column) => row % Units == 9 && column >= Inputs, factor);
            Assert.InRange(Rmse(tiny, data, scheme, compression), 0, Most(form == RowForm.Three ? "three" : "", before, Rmse(tiny, data, scheme, Compression.None)));
        }
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    public void Generated_code_and_the_documented_arithmetic_agree_on_them(Scheme scheme)
    {
        foreach (var (name, compression) in Forms)
        {
            var (network, data) = Random(19);
            network = Scaled(network, (row, column) => row < Units || column == 2 || row % 7 == 3, 0);
            var model = Compress(network, data, scheme, compression);
            CompressionTests.ComputesTheDocumentedArithmetic(model, data);
            if (name is not ("layer" or "rank 12" or "columns"))
                continue; // a compiler each
            var window = data.Window(0).ToArray();
            float[] generated = new float[window.Length / Inputs * model.Outputs.Count];
            new GeneratedClass(model).Stream(window, generated);
            Assert.Equal(Quantized.Run(model, window), generated);
        }
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    public void Fine_tuning_keeps_the_bias_of_a_gate_without_weights(Scheme scheme)
    {
        var (network, data) = Random(23);
        network = Scaled(network, (row, _) => row < Units, 0);
        foreach (var (_, compression) in Forms.Where(form => form.Name is "gates five" or "rank 12" or "columns"))
        {
            var quantizer = Quantizer(network, data).Item3;
            double before = Quantized.Rmse(network, quantizer.Run(scheme, compression, "1.0", []).Model, data);
            Assert.InRange(Quantized.Rmse(network, quantizer.Run(scheme, compression, new(8) { Threads = 1 }, "1.0", []).Model, data), 0, 1.1 * before);
        }
    }

    [Fact]
    public void A_pruned_gate_of_a_file_is_right_in_every_form()
    {
        string folder = Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "import");
        var network = OnnxImporter.Import(Path.Combine(folder, "zero_gate.onnx"));
        var data = Dataset.Load(Path.Combine(folder, "zero_gate.x.npy"), network.Inputs.Count, []);
        var lstm = network.Layers.OfType<RecurrentLayer>().First();
        foreach (var scheme in (Scheme[])[Scheme.Int8, Scheme.Int8x16])
            foreach (var (name, compression) in Forms)
            {
                var own = compression.Own.IsEmpty ? compression : Compression.None.With(lstm.Name, compression.Own.Values.Single());
                own = own with { All = own.All with { Rank = own.All.Rank > 0 ? Math.Min(own.All.Rank, LowRankPass.MaxRank(lstm)) : own.All.Rank } };
                double rmse = Quantized.Rmse(network, Compress(network, data, scheme, own), data);
                Assert.True(rmse < 0.01, $"{scheme}, {name}: {rmse:g3}"); // it was 0.15 to 0.17
            }
    }

    /// <summary>
    /// Another network's luck with a form is another: of three levels more so than of others. What a lost bias makes is ten times as
    /// much.
    /// </summary>
    static double Most(string form, double whole, double plain) => 2 * whole + 2 * plain + (form.Contains("three", StringComparison.Ordinal) || form == "layer" ? 0.015 : 0.005);

    static double Bias(ReadOnlySpan<byte> plain, int rows, int row) =>
        (double)BinaryPrimitives.ReadInt32LittleEndian(plain[(4 * (rows + row))..]) * (1 << plain[8 * rows + row]) * BinaryPrimitives.ReadSingleLittleEndian(plain[(4 * row)..]);

    static Network Scaled(Network network, Func<int, int, bool> isPart, float factor)
    {
        var lstm = (RecurrentLayer)network.Layers[0];
        return network with
        {
            Layers =
            [
                lstm with
                {
                    W = [.. lstm.W.Select((w, k) => isPart(k / Inputs, k % Inputs) ? factor * w : w)],
                    U = [.. lstm.U.Select((u, k) => isPart(k / Units, Inputs + k % Units) ? factor * u : u)],
                },
                .. network.Layers.Skip(1),
            ],
        };
    }

    static (Network, Dataset) Random(int seed)
    {
        var random = new Random(seed);
        return (RandomNetwork.Of(random, Inputs, Units, 0.4f), RandomNetwork.Data(random, 5, 30, Inputs));
    }

    static double Rmse(Network network, Dataset data, Scheme scheme, Compression compression) => Rmse(Quantizer(network, data), scheme, compression);

    static double Rmse((Network Network, Dataset Data, Quantizer Quantizer) of, Scheme scheme, Compression compression) =>
        Quantized.Rmse(of.Network, of.Quantizer.Run(scheme, compression, "1.0", []).Model, of.Data);

    static (Network, Dataset, Quantizer) Quantizer(Network network, Dataset data) => (network, data, EdgeLstm.Quantize.Passes.Quantizer.Calibrate(network, network, data, default));

    static ModelArtifact Compress(Network network, Dataset data, Scheme scheme, Compression compression) =>
        EdgeLstm.Quantize.Passes.Quantizer.Calibrate(network, network, data, default).Run(scheme, compression, "1.0", []).Model;
}
