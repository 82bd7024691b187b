using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>Stages side by side, for a layer that reads all of them.</summary>
sealed record JoinStage(string Name, int[] Sources, int[] Widths) : LayerStage(Name, Sources, Widths.Sum())
{
    public override Layer Make(IReadOnlyList<int> sources, LayerParts parts) =>
        new ConcatLayer { Name = Name, Sources = sources, Widths = Widths };
}
