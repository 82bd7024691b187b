using System.Globalization;
using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model.Layers;

/// <summary>What the recurrent cells have in common: the state h, which is also the output.</summary>
/// <param name="Header">Outputs: the hidden units H.</param>
/// <param name="Reverse">Runs from the window's last sample to its first; its output for a sample stands at that sample's place.</param>
/// <param name="HiddenScale">Integer schemes: activation units of an output of 1; else 0.</param>
abstract record ArtifactRecurrent(LayerHeader Header, bool Reverse, float HiddenScale) : ArtifactLayer(Header)
{
    public override ValueForm Takes => ValueForm.Units;

    internal override bool KeepsFeatures => false;

    public override ValueForm Gives => ValueForm.Units;

    public override bool HasState => true;

    /// <summary>What one unit of the cell state is, where there is one.</summary>
    public abstract float CellStep { get; }

    public override string? ReadsAhead => Reverse ? "runs from the window's last sample to its first" : null;

    internal override string Fields => $" direction {(Reverse ? "reverse" : "forward")} hidden-scale {HiddenScale.ToString("G9", CultureInfo.InvariantCulture)}";

    /// <summary>Values of h, or of the cell state c where there is one.</summary>
    public virtual int StateWidth(bool cell) => cell ? 0 : Outputs;

    /// <summary>Whether c is the output once more, in its own units: a GRU's in the integer schemes.</summary>
    public virtual bool KeepsOutputTwice(Scheme scheme) => false;

    /// <summary>Declares what its state begins with: of h, then of c.</summary>
    internal void DeclareInitial(LayerConstants constants)
    {
        if (Initial.Length == 0)
            return;
        var element = ProgramBuilder.Element(constants.Scheme);
        int hidden = Outputs * Slot.Size(element);
        constants.Values("InitialH", element, [.. Initial.Take(hidden)]);
        if (Initial.Length > hidden)
            constants.Values("InitialC", CellElement(constants.Scheme), [.. Initial.Skip(hidden)]);
    }

    internal override void Begin(LayerLowering code)
    {
        foreach (var part in States(code.Scheme))
            code.Move(code.Part(part.Name == "h" ? "InitialH" : "InitialC"), code.Part(part.Name));
    }

    /// <summary>Writes the calls that put values which the caller gives into h, or c.</summary>
    internal void Give(LayerLowering code, bool isCell, Value values)
    {
        if (code.IsFloat)
        {
            code.Move(values, code.Part(isCell ? "c" : "h"));
            return;
        }

        if (!isCell)
            code.CountingCall(Operation.Quantize, values, new Number(HiddenScale), code.Part("h"));
        if (isCell || KeepsOutputTwice(code.Scheme))
            code.CountingCall(Operation.QuantizeCell, values, new Number(1 / CellStep), code.Part("c"));
    }

    internal override void Lower(LayerLowering code)
    {
        var state = States(code.Scheme).Select(part => code.Part(part.Name)).ToList();
        Operand[] operands = [code.UnitsOf(Source), .. state, .. state.Count == 1 ? [new NoValues()] : Array.Empty<Operand>()];
        if (code.IsFloat)
            code.Call(Operation.StepState, operands);
        else
            code.CountingCall(Operation.StepState, operands);
        if (!code.Windows)
            return; // h is what the layer gives
        if (code.HasUnits)
            code.Move(code.Part("h").Part(0, code.Units.Slot.Width), code.Units);
        if (code.HasFloats)
            ToFloats(code, code.Floats);
    }

    /// <summary>Writes the call that gives the hidden state's floats.</summary>
    internal void ToFloats(LayerLowering code, Value floats)
    {
        if (code.IsFloat)
            code.Move(code.Part("h").Part(0, Outputs), floats);
        else
            code.Call(Operation.Dequantize, code.Part("h"), new Number(1f / HiddenScale), floats);
    }

    internal static ElementType CellElement(Scheme scheme) => scheme == Scheme.Float32 ? ElementType.Float32 : ElementType.Int16;

    internal static (bool Reverse, float HiddenScale) ReadCommon(ArtifactFields fields) =>
        (fields.Word("direction", "forward", "reverse") == "reverse", fields.Number("hidden-scale"));

    internal void ProveCommon(Scheme scheme, int columns)
    {
        int most = scheme == Scheme.Float32 ? 4096 : 8192; // what a step holds on the stack
        if (columns > most)
            throw Proof.Range(this, $"{Inputs} inputs and {columns - Inputs} units", $"at most {most} together");
        Proof.Finite(this, HiddenScale);
        if (scheme != Scheme.Float32 && !(HiddenScale > 0))
            throw Proof.Range(this, $"hidden-scale {HiddenScale}", "more than 0");
        if (scheme != Scheme.Float32)
            Proof.Invertible(this, "hidden-scale", HiddenScale);
        Proof.Initial(this, scheme);
    }
}
