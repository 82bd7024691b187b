using System.Runtime.CompilerServices;
using EdgeLstm.Gates;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Tests.Passes.Cells;

/// <summary>What is proved of a cell is what the runtime needs.</summary>
public class CellProofTests
{
    static readonly CellFlags[] Variants = [.. Enumerable.Range(0, 64).Select(f => (CellFlags)f)];

    [Fact]
    public void Constants_take_the_bytes_of_what_the_runtime_reads_them_as()
    {
        Assert.Equal(GateFunction.Bytes, CellShape.FunctionBytes);
        Assert.Equal(CellConstants.Bytes, CellShape.ScaleBytes);
        Assert.Equal(2 * GateFunction.TableLength, CellShape.TableBytes);
        Assert.Equal(4 * CellShape.FunctionFloats, Unsafe.SizeOf<FloatFunction>());
    }

    [Fact]
    public void A_cell_that_the_runtime_makes_takes_the_bytes_that_the_artifact_says_and_no_other_is_valid()
    {
        int valid = 0;
        foreach (var kind in Enum.GetValues<CellKind>())
        {
            foreach (var flags in Variants)
            {
                const int Inputs = 5, Units = 19;
                int outputs = kind == CellKind.Jordan ? 7 : Units;
                var cell = new ArtifactCell(new("cell", [-1], Inputs, outputs), false, 1, kind, flags, Units, 1, 0);
                byte[] data = new byte[cell.DataBytes(Scheme.Int8)], floats = new byte[cell.DataBytes(Scheme.Float32)];
                if (!cell.Shape.IsValid)
                {
                    Assert.Throws<ArgumentException>(() => new CellLayer(kind, flags, Inputs, Units, outputs, data));
                    continue;
                }

                valid++;
                _ = new CellLayer(kind, flags, Inputs, Units, outputs, data);
                _ = new FloatCellLayer(kind, flags, Inputs, Units, outputs, floats);
                Assert.Throws<ArgumentException>(() => new CellLayer(kind, flags, Inputs, Units, outputs, data.AsSpan(1)));
                Assert.Throws<ArgumentException>(() => new FloatCellLayer(kind, flags, Inputs, Units, outputs, floats.AsSpan(1)));
            }
        }

        Assert.Equal(4 + 26, valid); // no variants but an LSTM's
    }

    [Fact]
    public void An_odd_constant_is_refused_wherever_it_stands()
    {
        var network = RandomNetwork.Of(FamilyCells.Layer("LSTM FGR, peepholes", new Random(1), 3, 8) with
        {
            Cell = ((EdgeLstm.Quantize.Graph.LstmCell)FamilyCells.Layer("LSTM FGR, peepholes", new Random(1), 3, 8).Cell) with { Output = new(FunctionKind.Elu, 1) },
        });
        var model = Quantized.Of(network, RandomNetwork.Data(new Random(2), 3, 20, 3), Scheme.Int8x16);
        var cell = (ArtifactCell)model.Layers[0];
        ArtifactRange.Check(model);
        int scales = 16 * 5, tables = scales + 32, product = tables + 1028, weights = product + 9 * 32, peepholes = cell.Data.Length - 2 * 24;
        Refuse(0, 7); // no such function
        Refuse(2, 16); // doublings
        Refuse(4, -1); // limit
        Refuse(6, -32768);
        Refuse(16 * 4 + 12, 1); // one table only
        Refuse(16 * 4 + 6, 2); // no such layout
        Refuse(12, 1); // a sigmoid has none
        Refuse(scales, 16);
        Refuse(scales + 4, -1);
        Refuse(scales + 22, -1);
        Refuse(scales + 26, 16);
        Refuse(scales + 30, 0x7f80); // infinity
        Refuse(tables + 1026, -32768);
        Refuse(product + 2, 0x7f80 | 0x40); // NaN
        Refuse(product + 4 * 32 + 2, 0x7fff); // bias near 2^31
        Refuse(product + 8 * 32, 16); // shift
        Refuse(weights, unchecked((short)0x8080)); // −128
        Refuse(peepholes, -32768);

        void Refuse(int at, int value)
        {
            byte[] data = [.. cell.Data];
            BitConverter.TryWriteBytes(data.AsSpan(at), (short)value);
            var e = Assert.Throws<ModelException>(() => ArtifactRange.Check(model with { Layers = [cell with { Data = data }] }));
            Assert.Equal("ELSTM032", e.Id);
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_cell_on_any_data_gives_an_artifact_whose_sums_fit(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 120; round++)
        {
            string name = FamilyCells.All[random.Next(FamilyCells.All.Length)].Name;
            int inputs = random.Next(1, 12), units = random.Next(1, 30);
            var layer = FamilyCells.Layer(name, random, inputs, units, Power(random));
            layer = layer with { Bias = RandomNetwork.Values(random, layer.Bias.Length, Power(random)) };
            var data = RandomNetwork.Data(random, 2, random.Next(2, 9), inputs, Power(random));
            foreach (Scheme scheme in new[] { Scheme.Int8, Scheme.Int8x16 })
            {
                var error = Record.Exception(() => Quantized.Run(Quantized.Of(RandomNetwork.Of(layer), data, scheme), data.Window(0))); // reading proves the range
                Assert.True(error is null, $"seed {seed}, round {round}, {name}, {scheme}: {error}");
            }
        }
    }

    static float Power(Random random) => MathF.Pow(10, -5 + 7 * random.NextSingle());
}
