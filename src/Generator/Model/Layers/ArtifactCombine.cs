using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>The product of all sources, or the greatest or least of them, feature by feature, from the first to the last.</summary>
sealed record ArtifactCombine(LayerHeader Header, CombineKind By) : ArtifactLayer(Header)
{
    internal static readonly Operation
        Multiply = new("Elements", "Multiply"),
        Max = new("Elements", "Max"),
        Min = new("Elements", "Min");

    public override string Kind => "combine";

    internal override int Since => ModelArtifact.VersionOfKinds;

    public override string Title => TitleOf(By);

    internal override string Fields => $" by {By.ToString().ToLowerInvariant()}";

    internal override int Joined(IReadOnlyList<int> widths) => widths.Distinct().Count() == 1 ? widths[0] : -1;

    /// <summary>In words.</summary>
    internal static string TitleOf(CombineKind by) => by switch
    {
        CombineKind.Product => "product",
        CombineKind.Max => "greatest of its sources",
        _ => "least of its sources",
    };

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields)
    {
        fields.Key("by");
        return new ArtifactCombine(header, fields.Choice<CombineKind>());
    }

    internal override void Lower(LayerLowering code)
    {
        code.Call(Operation.Copy, code.FloatsOf(Source), code.Floats);
        foreach (int source in Sources.Skip(1))
            code.Call(By switch { CombineKind.Product => Multiply, CombineKind.Max => Max, _ => Min }, code.FloatsOf(source), code.Floats);
    }
}
