namespace EdgeLstm.Generator.Model.Layers;

/// <summary>The runtime's CellKind; the plain LSTM is a layer of its own.</summary>
public enum ArtifactCellKind
{
    Elman,
    Jordan,
    GruResetAfter,
    GruResetBefore,
    Lstm,
}
