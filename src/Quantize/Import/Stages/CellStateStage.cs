using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>The cell state of a recurrent stage, step by step.</summary>
sealed record CellStateStage(string Name, int Source, int Units) : LayerStage(Name, [Source], Units)
{
    public override Layer Make(IReadOnlyList<int> sources, LayerParts parts) =>
        new CellStateLayer { Name = Name, Sources = sources, Width = parts.Width() };
}
