namespace EdgeLstm.Generator.Model.Layers;

/// <summary>function(x), feature by feature; softmax over all features of a step.</summary>
sealed record ArtifactActivation(LayerHeader Header, ArtifactFunction Function) : ArtifactLayer(Header)
{
    public override string Kind => "activation";

    internal override string Fields => $" function {Function}";

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactActivation(header, fields.Function("function"));
}
