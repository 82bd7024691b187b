using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>The mean of all steps of the second source, weighted by softmax over time of the first.</summary>
sealed record AttentionStage(string Name, int[] Sources, int Features) : LayerStage(Name, Sources, Features)
{
    public override Layer Make(IReadOnlyList<int> sources, LayerParts parts) =>
        new AttentionLayer { Name = Name, Sources = sources, Width = parts.Width() };
}
