using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>The last step alone, or the first, or one that is a few steps away from it.</summary>
/// <param name="IsState">A recurrent node's own Y_h or Y_c, and not a step that the graph picks.</param>
sealed record PickStage(string Name, int Source, int? Width, bool First, bool IsState = false) : LayerStage(Name, [Source], Width)
{
    /// <summary>Steps between it and the end, or the beginning.</summary>
    public int Away { get; init; }

    public override Layer Make(IReadOnlyList<int> sources, LayerParts parts) =>
        new PickLayer { Name = Name, Sources = sources, Width = parts.Width(), First = First, Away = Away };
}
