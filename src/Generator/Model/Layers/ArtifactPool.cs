using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>
/// Greatest or average value of each feature over <paramref name="Kernel"/> steps, or over all steps where that is 0. Steps before the first and after
/// the last do not exist to a maximum; to an average they are zeros that count, where <paramref name="CountPads"/> says so, else they do not exist.
/// </summary>
sealed record ArtifactPool(LayerHeader Header, bool Max, int Kernel, int Stride, int PadLeft, int PadRight, bool CountPads) : ArtifactLayer(Header)
{
    internal static readonly Operation
        StepMax = new("Pooling", "Max"),
        StepAverage = new("Pooling", "Average"),
        WindowMax = new("Pooling", "WindowMax"),
        WindowAverage = new("Pooling", "WindowAverage");

    public override string Kind => "pool";

    public override string Title => $"{(Max ? "maximum" : "average")} of {(IsGlobal ? "all steps" : $"{Kernel} steps")}";

    public bool IsGlobal => Kernel == 0;

    public override bool HasState => Kernel > 1;

    public override string? ReadsAhead =>
        IsGlobal ? "needs the whole window"
        : PadLeft < Kernel - 1 && PadRight > 0 ? $"reads {Kernel - 1 - PadLeft} samples ahead"
        : Stride != 1 || PadLeft != Kernel - 1 || PadRight != 0 ? "gives another number of steps than it takes"
        : null;

    internal override string Fields =>
        $" of {(Max ? "max" : "average")} kernel {Kernel} stride {Stride} pad-left {PadLeft} pad-right {PadRight} count-pads {(CountPads ? 1 : 0)}";

    public override long StateBytes(Scheme scheme) => Kernel < 2 ? 0 : 4 * ((Kernel - 1L) * Outputs + 15);

    public override StepCount? Steps(StepCount source) => IsGlobal ? new(0, 1, 1) : source.Then(Kernel - PadLeft - PadRight, Stride);

    internal static ArtifactLayer Read(LayerHeader header, ArtifactFields fields) => new ArtifactPool(
        header, fields.Word("of", "max", "average") == "max", fields.Int("kernel", 0, 65536), fields.Int("stride", 1, 65536),
        fields.Int("pad-left", 0, 65536), fields.Int("pad-right", 0, 65536), fields.Int("count-pads", 0, 1) == 1);

    int Past => Math.Max(0, Kernel - 1);

    internal override IEnumerable<StatePart> States(Scheme scheme) => Past == 0
        ? []
        : [new("past", ElementType.Float32, CellShape.Padded(Past * Outputs), $"the last {Past} steps [{Outputs}] that it read")];

    internal override void Lower(LayerLowering code)
    {
        Operand[] pads = Max ? [] : [new Flag(CountPads)];
        if (code.Windows)
        {
            Operand steps = code.CountOf(Source), kernel = IsGlobal ? steps : new Integer(Kernel);
            code.Call(
                Max ? WindowMax : WindowAverage,
                [code.FloatsOf(Source, RowAt.All), steps, code.FirstTap(Stride, PadLeft), kernel, .. pads, code.Floats]);
            return;
        }

        Operand past = Past == 0 ? new NoValues() : code.Part("past");
        code.Call(
            Max ? StepMax : StepAverage,
            [code.FloatsOf(Source), past, new SampleNumber(), new Integer(Kernel), .. pads, code.Floats]);
    }

    internal override void Prove(Scheme scheme)
    {
        if (IsGlobal ? PadLeft + PadRight + Stride != 1 || CountPads : PadLeft >= Kernel || PadRight >= Kernel)
            throw Proof.Range(this, $"padding of {PadLeft} and {PadRight}", IsGlobal ? "none over all steps" : $"less than the kernel's {Kernel}");
    }
}
