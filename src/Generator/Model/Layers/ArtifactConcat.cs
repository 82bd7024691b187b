namespace EdgeLstm.Generator.Model.Layers;

/// <summary>The features of all sources side by side. Each keeps its own scale: who reads units has a step for every feature.</summary>
sealed record ArtifactConcat(LayerHeader Header) : ArtifactLayer(Header)
{
    public override string Kind => "concat";

    public override ValueForm Takes => ValueForm.AsRead;

    public override ValueForm Gives => ValueForm.AsRead;

    internal override int Joined(IReadOnlyList<int> widths) => widths.Sum();

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactConcat(header);
}
