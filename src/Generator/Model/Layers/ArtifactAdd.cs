using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>The sum of all sources, feature by feature, from the first to the last.</summary>
sealed record ArtifactAdd(LayerHeader Header) : ArtifactLayer(Header)
{
    internal static readonly Operation Add = new("Elements", "Add");

    public override string Kind => "add";

    public override string Citation => "He 2016";

    public override string Title => "sum";

    internal override int Joined(IReadOnlyList<int> widths) => widths.Distinct().Count() == 1 ? widths[0] : -1;

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactAdd(header);

    internal override void Lower(LayerLowering code)
    {
        code.Call(Operation.Copy, code.FloatsOf(Source), code.Floats);
        foreach (int source in Sources.Skip(1))
            code.Call(Add, code.FloatsOf(source), code.Floats);
    }
}
