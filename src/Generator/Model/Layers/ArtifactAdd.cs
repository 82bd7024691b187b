namespace EdgeLstm.Generator.Model.Layers;

/// <summary>The sum of all sources, feature by feature, from the first to the last.</summary>
sealed record ArtifactAdd(LayerHeader Header) : ArtifactLayer(Header)
{
    public override string Kind => "add";

    internal override int Joined(IReadOnlyList<int> widths) => widths.Distinct().Count() == 1 ? widths[0] : -1;

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactAdd(header);
}
