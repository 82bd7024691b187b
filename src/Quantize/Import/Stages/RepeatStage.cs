using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>One step as often as <paramref name="Times"/> says, or, where that is null, as the window has samples.</summary>
sealed record RepeatStage(string Name, int Source, int? Width, int? Times) : LayerStage(Name, [Source], Width)
{
    public override Layer Make(IReadOnlyList<int> sources, LayerParts parts) =>
        new RepeatLayer { Name = Name, Sources = sources, Width = parts.Width(), Times = Times };
}
