using EdgeLstm.Layers;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>The runtime's names of the graph's cells.</summary>
static class CellNames
{
    public static (CellKind Kind, CellFlags Flags) Of(Cell cell) => cell switch
    {
        ElmanCell => (CellKind.Elman, CellFlags.None),
        JordanCell => (CellKind.Jordan, CellFlags.None),
        GruCell gru => (gru.ResetAfter ? CellKind.GruResetAfter : CellKind.GruResetBefore, CellFlags.None),
        LstmCell lstm => (CellKind.Lstm, Flags(lstm)),
        _ => throw new InvalidOperationException($"No runtime cell for {cell.GetType().Name}."),
    };

    static CellFlags Flags(LstmCell cell) =>
        (cell.HasInputGate ? 0 : CellFlags.NoInputGate)
        | (cell.HasForgetGate || cell.Coupled ? 0 : CellFlags.NoForgetGate)
        | (cell.HasOutputGate ? 0 : CellFlags.NoOutputGate)
        | (cell.Coupled ? CellFlags.Coupled : 0)
        | (cell.HasPeepholes ? CellFlags.Peepholes : 0)
        | (cell.FullGateRecurrence ? CellFlags.FullGateRecurrence : 0);
}
