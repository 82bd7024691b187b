using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>y = function(W·x + b). Data: multiplier, bias [O], W [O, I]; float32: bias, W.</summary>
sealed record ArtifactDense(LayerHeader Header, ArtifactFunction Function) : ArtifactLayer(Header)
{
    public override string Kind => "dense";

    internal override int Since => Function.Since;

    public override string Citation => Function.Kind is FunctionKind.Softmax or FunctionKind.LogSoftmax ? "Bridle 1990" : base.Citation;

    public override string Title => $"dense {Inputs} → {Outputs}{Function.Suffix}";

    public override ValueForm Takes => ValueForm.Units;

    internal override bool KeepsFeatures => false;

    internal override string Fields => $" function {Function}";

    public override long DataBytes(Scheme scheme) => Proof.RowBytes(scheme, Outputs, Inputs);

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactDense(header, fields.Function("function"));

    internal override void Declare(LayerConstants constants) =>
        constants.Object("DenseLayer", new("inputs", Inputs), new("outputs", Outputs), new("", Data));

    internal override void Lower(LayerLowering code)
    {
        code.Call(Operation.StepProduct, code.UnitsOf(Source), code.Floats);
        code.Apply(Function, code.Floats);
    }

    internal override void Prove(Scheme scheme) => Proof.Rows(this, scheme, Outputs, Inputs);
}
