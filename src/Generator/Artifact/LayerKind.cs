namespace EdgeLstm.Generator.Artifact;

public enum LayerKind
{
    Lstm,
    Dense,
}
