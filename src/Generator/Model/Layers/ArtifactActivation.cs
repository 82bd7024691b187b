using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>function(x), feature by feature; softmax over all features of a step.</summary>
sealed record ArtifactActivation(LayerHeader Header, ArtifactFunction Function) : ArtifactLayer(Header)
{
    public override string Kind => "activation";

    internal override int Since => Function.Since;

    public override string Citation => Function.Kind is FunctionKind.Softmax or FunctionKind.LogSoftmax ? "Bridle 1990" : base.Citation;

    public override string Title => $"{Function}";

    internal override string Fields => $" function {Function}";

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactActivation(header, fields.Function("function"));

    internal override void Lower(LayerLowering code)
    {
        code.Call(Operation.Copy, code.FloatsOf(Source), code.Floats);
        code.Apply(Function, code.Floats);
    }
}
