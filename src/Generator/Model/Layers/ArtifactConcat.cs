using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>The features of all sources side by side. Each keeps its own scale: who reads units has a step for every feature.</summary>
sealed record ArtifactConcat(LayerHeader Header) : ArtifactLayer(Header)
{
    public override string Kind => "concat";

    public override string Title => "side by side";

    public override ValueForm Takes => ValueForm.AsRead;

    public override ValueForm Gives => ValueForm.AsRead;

    internal override int Joined(IReadOnlyList<int> widths) => widths.Sum();

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactConcat(header);

    internal override void Lower(LayerLowering code)
    {
        int at = 0;
        foreach (int source in Sources)
        {
            int width = code.WidthOf(source);
            if (code.HasUnits)
                code.Call(Operation.Copy, code.UnitsOf(source), code.Units.Part(at, width));
            if (code.HasFloats)
                code.Call(Operation.Copy, code.FloatsOf(source), code.Floats.Part(at, width));
            at += width;
        }
    }
}
