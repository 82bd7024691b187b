using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>
/// Convolution over time: y[t] = function(b + Σ W[k]·x[t·stride + k·dilation − padLeft]), a dense product over the taps, oldest first. Data: multiplier,
/// bias [O], W [O, kernel·I] (float32: bias, W). Initial: what stands before the first sample and after the last, units [I], where 0 is not unit 0.
/// </summary>
sealed record ArtifactConv(LayerHeader Header, int Kernel, int Dilation, int Stride, int PadLeft, int PadRight, ArtifactFunction Function) : ArtifactLayer(Header)
{
    const int MaxColumns = 16384; // what a step holds on the stack

    public override string Kind => "conv";

    internal override int Since => Function.Since;

    public override string Citation => "Waibel 1989"; // time-delay networks: a convolution over time

    public override string Title =>
        $"convolution of {Kernel}{(Dilation == 1 ? "" : $" samples, {Dilation} apart,")} {Inputs} → {Outputs}{Function.Suffix}";

    public override ValueForm Takes => ValueForm.Units;

    internal override bool KeepsFeatures => false;

    /// <summary>Samples from the oldest tap to the newest, less one.</summary>
    public int Past => (Kernel - 1) * Dilation;

    public override bool HasState => Past != 0;

    public override string? ReadsAhead =>
        PadLeft < Past && PadRight > 0 ? $"reads {Past - PadLeft} samples ahead"
        : Stride != 1 || PadLeft != Past || PadRight != 0 ? "gives another number of steps than it takes"
        : null;

    internal override string Fields =>
        $" kernel {Kernel} dilation {Dilation} stride {Stride} pad-left {PadLeft} pad-right {PadRight} function {Function}";

    public override long DataBytes(Scheme scheme) => Proof.RowBytes(scheme, Outputs, (long)Kernel * Inputs);

    public override long InitialBytes(Scheme scheme) => Inputs * scheme switch { Scheme.Int8 => 1, Scheme.Int8x16 => 2, _ => 4 };

    public override long StateBytes(Scheme scheme) => Past == 0 ? 0 : ((long)Past * Inputs + 15) * ArtifactMemory.ActivationBytes(scheme);

    public override StepCount? Steps(StepCount source) => source.Then(Past + 1 - PadLeft - PadRight, Stride);

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactConv(
        header, fields.Int("kernel", 1, 8192), fields.Int("dilation", 1, 8192), fields.Int("stride", 1, 8192), fields.Int("pad-left", 0, 100_000),
        fields.Int("pad-right", 0, 100_000), fields.Function("function"));

    internal override IEnumerable<StatePart> States(Scheme scheme) => Past == 0
        ? []
        : [new("past", ProgramBuilder.Element(scheme), CellShape.Padded(Past * Inputs), $"the last {Past} steps [{Inputs}] that it read")];

    internal override void Declare(LayerConstants constants)
    {
        Argument[] pad = Initial.Length == 0 || constants.IsFloat ? [] : [new("pad", Initial)];
        constants.Object(
            "ConvLayer",
            [new("inputs", Inputs), new("outputs", Outputs), new("kernel", Kernel), new("dilation", Dilation), new("", Data), .. pad]);
    }

    internal override void Begin(LayerLowering code)
    {
        if (Past != 0 && !code.IsFloat)
            code.Call(Operation.Begin, code.Part("past"));
    }

    internal override void Lower(LayerLowering code)
    {
        Operand past = Past == 0 ? new NoValues() : code.Part("past");
        if (code.Windows)
            code.Call(Operation.Window, code.UnitsOf(Source, RowAt.All), code.CountOf(Source), code.FirstTap(Stride, PadLeft), code.Floats);
        else
            code.Call(Operation.StepTaps, code.UnitsOf(Source), past, new SampleNumber(), code.Floats);
        code.Apply(Function, code.Floats);
    }

    internal override void Prove(Scheme scheme)
    {
        if ((long)Kernel * Inputs > MaxColumns || (long)Kernel * Dilation > 65536)
            throw Proof.Range(this, $"{Kernel} taps {Dilation} apart of {Inputs} inputs", $"at most {MaxColumns} values and 65536 samples");
        if (PadLeft > Past || PadRight > Past)
            throw Proof.Range(this, $"padding of {PadLeft} and {PadRight}", $"at most {Past}, the kernel's reach");
        Proof.Rows(this, scheme, Outputs, Kernel * Inputs);
        Proof.Initial(this, scheme);
    }
}
