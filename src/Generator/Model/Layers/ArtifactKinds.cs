namespace EdgeLstm.Generator.Model.Layers;

/// <summary>The kinds of layers by their words in the format.</summary>
static class ArtifactKinds
{
    public static readonly IReadOnlyDictionary<string, Func<LayerHeader, ArtifactFields, ArtifactLayer>> Readers = new Dictionary<string, Func<LayerHeader, ArtifactFields, ArtifactLayer>>
    {
        ["lstm"] = ArtifactLstm.Read,
        ["compressed-lstm"] = ArtifactCompressedLstm.Read,
        ["cell"] = ArtifactCell.Read,
        ["dense"] = ArtifactDense.Read,
        ["conv"] = ArtifactConv.Read,
        ["norm"] = ArtifactNorm.Read,
        ["affine"] = ArtifactAffine.Read,
        ["activation"] = ArtifactActivation.Read,
        ["pool"] = ArtifactPool.Read,
        ["concat"] = ArtifactConcat.Read,
        ["add"] = ArtifactAdd.Read,
        ["combine"] = ArtifactCombine.Read,
        ["cell-state"] = ArtifactCellState.Read,
        ["pick"] = ArtifactPick.Read,
        ["repeat"] = ArtifactRepeat.Read,
        ["argmax"] = ArtifactArgMax.Read,
        ["attention"] = ArtifactAttention.Read,
    };
}
