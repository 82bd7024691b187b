using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>The place of the greatest of a stage's features.</summary>
sealed record ArgMaxStage(string Name, int Source, int Features) : LayerStage(Name, [Source], 1)
{
    public override Layer Make(IReadOnlyList<int> sources, LayerParts parts) =>
        new ArgMaxLayer { Name = Name, Sources = sources, Width = Features };
}
