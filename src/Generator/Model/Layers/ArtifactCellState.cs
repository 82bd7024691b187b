using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>The cell state c of the recurrent layer that is its source, step by step.</summary>
sealed record ArtifactCellState(LayerHeader Header) : ArtifactLayer(Header)
{
    public override string Kind => "cell-state";

    public override string Title => "cell state";

    /// <summary>Neither: it looks into the layer's state.</summary>
    public override ValueForm Takes => ValueForm.Units;

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactCellState(header);

    internal override void Lower(LayerLowering code)
    {
        var c = code.PartOf(Source, "c");
        if (code.IsFloat)
            code.Call(Operation.Copy, c, code.Floats);
        else
            code.Call(Operation.Dequantize, c, new Number(((ArtifactRecurrent)code.Layer(Source)).CellStep), code.Floats);
    }
}
