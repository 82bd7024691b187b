using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>The product of stages of one width, or the greatest or least of them.</summary>
sealed record CombineStage(string Name, CombineKind By, int[] Sources, int? Width) : LayerStage(Name, Sources, Width)
{
    public override Layer Make(IReadOnlyList<int> sources, LayerParts parts) =>
        new CombineLayer { Name = Name, Sources = sources, By = By, Width = parts.Width() };
}
