using EdgeLstm.Generator.Artifact;
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

    /// <summary>Whether the runtime has it: full gate recurrence needs all gates.</summary>
    public static bool IsSupported(Cell cell) =>
        cell is not LstmCell { FullGateRecurrence: true } lstm || lstm is { HasInputGate: true, HasForgetGate: true, HasOutputGate: true };

    /// <summary>Without its constants.</summary>
    public static ArtifactCell Artifact(RecurrentLayer layer, float hiddenScale, float cellScale, int tables)
    {
        var (kind, flags) = Of(layer.Cell);
        return new(PointLayers.Header(layer), layer.Direction == Direction.Reverse, hiddenScale, (ArtifactCellKind)kind, (ArtifactCellFlags)flags, layer.Units, cellScale, tables);
    }

    static CellFlags Flags(LstmCell cell) =>
        (cell.HasInputGate ? 0 : CellFlags.NoInputGate)
        | (cell.HasForgetGate || cell.Coupled ? 0 : CellFlags.NoForgetGate)
        | (cell.HasOutputGate ? 0 : CellFlags.NoOutputGate)
        | (cell.Coupled ? CellFlags.Coupled : 0)
        | (cell.HasPeepholes ? CellFlags.Peepholes : 0)
        | (cell.FullGateRecurrence ? CellFlags.FullGateRecurrence : 0);
}
