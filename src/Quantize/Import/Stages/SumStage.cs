using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>The sum of stages of one width.</summary>
sealed record SumStage(string Name, int[] Sources, int? Width) : LayerStage(Name, Sources, Width)
{
    public override Layer Make(IReadOnlyList<int> sources, LayerParts parts) =>
        new AddLayer { Name = Name, Sources = sources, Width = parts.Width() };
}
