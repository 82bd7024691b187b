using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>What quantization does for one kind of cell alone: a class a cell, in a file beside.</summary>
abstract class CellIntegers
{
    static readonly GruIntegers Gru = new();

    static readonly Dictionary<CellKind, CellIntegers> Kinds = new()
    {
        [CellKind.Elman] = new ElmanIntegers(),
        [CellKind.Jordan] = new JordanIntegers(),
        [CellKind.GruResetAfter] = Gru,
        [CellKind.GruResetBefore] = Gru,
        [CellKind.Lstm] = new LstmIntegers(),
    };

    public static CellIntegers Of(CellKind kind) => Kinds[kind];

    /// <summary>How many values a second product reads whose moments are wanted; 0 where there is none.</summary>
    public virtual int SecondInputs(RecurrentLayer layer) => 0;

    /// <summary>Adds to the statistics what only this cell needs of a step.</summary>
    public virtual void Observe(CellStatistics statistics, LayerStep step)
    {
    }

    /// <summary>Chooses scales and functions, and packs the products.</summary>
    public abstract QuantizedCell Quantize(CellQuantization of);

    /// <summary>
    /// What the integer cell computes on the way to its output, each with a value for each unit: named and ordered as the graph's cells
    /// have their gates.
    /// </summary>
    /// <param name="probe">Its constants and functions.</param>
    /// <param name="sums">Of the first product.</param>
    /// <param name="c">The cell state, or a GRU's h.</param>
    /// <param name="second">The sums of the second product, of what the reset gate kept.</param>
    public abstract IReadOnlyList<(string Name, float[] Values)> Read(
        CellProbe probe, short[] sums, short[] c, Func<short[], short[]> second);
}
