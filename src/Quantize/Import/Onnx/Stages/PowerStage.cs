using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>x² or x³, on the way to a GELU or as it is.</summary>
sealed record PowerStage(string Name, int Source, int? Width, int Exponent)
    : LayerStage(Name, [.. Enumerable.Repeat(Source, Exponent)], Width)
{
    public override Layer Make(IReadOnlyList<int> sources, LayerParts parts) =>
        new CombineLayer { Name = Name, Sources = sources, By = CombineKind.Product, Width = parts.Width() };
}
