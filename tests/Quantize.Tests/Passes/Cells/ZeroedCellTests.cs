using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Tests.Passes.Cells;

/// <summary>Every cell, dense layers and convolutions of which parts are zero, or far out.</summary>
public class ZeroedCellTests
{
    const int Inputs = 4, Units = 10;

    public static TheoryData<Scheme, string> Cells
    {
        get
        {
            var data = new TheoryData<Scheme, string>();
            foreach (var scheme in (Scheme[])[Scheme.Int8, Scheme.Int8x16])
                foreach (var (name, _) in FamilyCells.All)
                    data.Add(scheme, name);
            return data;
        }
    }

    static readonly (string Name, Func<RecurrentLayer, RecurrentLayer> Of)[] Changes =
    [
        ("W", layer => layer with { W = Zero(layer.W, _ => true) }),
        ("U", layer => layer with { U = Zero(layer.U, _ => true) }),
        ("W and U", layer => layer with { W = Zero(layer.W, _ => true), U = Zero(layer.U, _ => true) }),
        ("the biases", layer => layer with { Bias = Zero(layer.Bias, _ => true) }),
        ("everything", layer => Everything(layer)),
        ("the first gate", layer => Gate(layer, 0)),
        ("the last gate", layer => Gate(layer, layer.Cell.Gates.Count - 1)),
        ("every third row", layer => Row(layer, row => row % 3 == 0)),
        ("an input", layer => layer with { W = Zero(layer.W, k => k % Inputs == 2) }),
        ("a state", layer => layer with { U = Zero(layer.U, k => k % layer.Cell.Recurrent(Units) == 1) }),
        ("W of even rows, U of odd ones", layer => layer with { W = Zero(layer.W, k => k / Inputs % 2 == 0), U = Zero(layer.U, k => k / layer.Cell.Recurrent(Units) % 2 == 1) }),
        ("what the cell has beside", layer => layer with { Cell = Bare(layer.Cell) }),
    ];

    /// <summary>What is zero costs nothing: as near to float as the whole layer, in parts of what its outputs move by.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Cells))]
    public void A_cell_without_some_of_its_weights_is_as_near_to_float_as_with_them(Scheme scheme, string cell)
    {
        var random = new Random(41);
        var layer = FamilyCells.Layer(cell, random, Inputs, Units);
        var data = RandomNetwork.Data(random, 4, 25, Inputs);
        double whole = Error(layer, data, scheme);
        foreach (var (name, change) in Changes)
        {
            double error = Error(change(layer), data, scheme);
            Assert.True(error <= 2 * whole + 0.005, $"{name}: {error:g3} of the range, of the whole layer {whole:g3}");
        }

        foreach (float still in (float[])[0, 2.5f])
            Assert.InRange(Error(layer, data with { Values = [.. data.Values.Select(_ => still)] }, scheme), 0, 2 * whole + 0.005);
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    public void Rows_of_a_dense_layer_or_a_convolution_without_weights_give_their_bias(Scheme scheme)
    {
        var random = new Random(43);
        var data = RandomNetwork.Data(random, 4, 25, Inputs);
        float[] biases = [0, 1e-9f, -0.3f, 12.5f, -4e4f, 1e8f];
        var dense = RandomNetwork.Dense(random, Inputs, biases.Length, source: -1) with { Bias = biases };
        foreach (var w in (float[][])[Zero(dense.W, _ => true), Zero(dense.W, k => k / Inputs % 2 == 0)])
            foreach (var layer in (Layer[])[
                dense with { W = w },
                new ConvLayer { Name = "conv", Sources = [-1], W = [.. w, .. w], Bias = biases, Activation = Activation.Identity, Kernel = 2, PadBefore = 1 }])
            {
                float[] weights = layer is ConvLayer conv ? conv.W : w;
                float[] outputs = Quantized.Run(Quantized.Of(RandomNetwork.Of(layer) with { EveryStep = true }, data, scheme), data.Window(1));
                for (int row = 0; row < biases.Length; row++)
                    if (weights.AsSpan(row * weights.Length / biases.Length, weights.Length / biases.Length).IndexOfAnyExcept(0f) < 0)
                        Assert.All(outputs.Where((_, k) => k % biases.Length == row), value => Assert.Equal(biases[row], value));
            }
    }

    /// <summary>RMSE over all steps in parts of what the float outputs span, of 1 where they stand still.</summary>
    static double Error(RecurrentLayer layer, Dataset data, Scheme scheme)
    {
        var network = RandomNetwork.Of(layer) with { EveryStep = true };
        float[] values = [.. Enumerable.Range(0, data.Windows).SelectMany(n => Quantized.Run(network, data.Window(n)))];
        return Quantized.Rmse(network, Quantized.Of(network, data, scheme), data) / Math.Max(1, values.Max() - values.Min());
    }

    static RecurrentLayer Gate(RecurrentLayer layer, int gate) => Row(layer, row => row / Units == gate);

    static RecurrentLayer Row(RecurrentLayer layer, Func<int, bool> isZero) => layer with
    {
        W = Zero(layer.W, k => isZero(k / Inputs)),
        U = Zero(layer.U, k => isZero(k / layer.Cell.Recurrent(Units))),
    };

    static RecurrentLayer Everything(RecurrentLayer layer) => layer with { W = Zero(layer.W, _ => true), U = Zero(layer.U, _ => true), Bias = Zero(layer.Bias, _ => true), Cell = Bare(layer.Cell) };

    static Cell Bare(Cell cell) => cell switch
    {
        LstmCell lstm => lstm with { Pi = Zero(lstm.Pi), Pf = Zero(lstm.Pf), Po = Zero(lstm.Po) },
        GruCell gru => gru with { RecurrentBias = Zero(gru.RecurrentBias)! },
        JordanCell jordan => jordan with { V = Zero(jordan.V)!, OutputBias = Zero(jordan.OutputBias)! },
        _ => cell,
    };

    static float[]? Zero(float[]? values) => values is null ? null : new float[values.Length];

    static float[] Zero(float[] values, Func<int, bool> isZero) => [.. values.Select((value, k) => isZero(k) ? 0 : value)];
}
