using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>A pooling as it will be, but for what it reads.</summary>
sealed record PoolStage(string Name, int Source, int? Width, PoolLayer Layer) : LayerStage(Name, [Source], Width)
{
    public override Layer Make(IReadOnlyList<int> sources, LayerParts parts) => Layer with { Sources = sources, Width = parts.Width() };
}
