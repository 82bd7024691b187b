using System.Globalization;
using EdgeLstm.Generator.Model;

namespace EdgeLstm.Generator.Emit;

/// <summary>
/// Models with a rule for missing values: what stands in for one is quantized in its place. Models without have none of this.
/// </summary>
static partial class ModelEmitter
{
    /// <summary>Whether the model has a rule, beside the quantizer's own.</summary>
    static bool HasRule(ModelArtifact model) => model.Rules.Missing.Kind != MissingKind.Centre;

    /// <summary>Whether the rule has to remember something from one sample to the next.</summary>
    static bool Holds(ModelArtifact model) => HasRule(model) && model.Rules.Missing.Limit > 0;

    /// <summary>The rule in words, of a value.</summary>
    static string RuleInWords(ModelArtifact model) => Holds(model)
        ? string.Format(CultureInfo.InvariantCulture, "the last good one is held for {0} samples at most; then, and before the first good one, the channel's mean of training is taken", model.Rules.Missing.Limit)
        : "the channel's mean of training is taken";

    /// <summary>What values were that count as not good as they came.</summary>
    static string Clipped(ModelArtifact model)
    {
        bool isFloat = model.Scheme == Scheme.Float32;
        string missing = HasRule(model) ? "missing" : isFloat ? "not finite; each was taken as its channel's centre" : "not a number, and taken as its centre";
        return isFloat ? missing : $"out of the range that <see cref=\"Sample\"/> states, and taken as its end, or {missing}";
    }

    /// <summary>A counter's property, of <c>State</c> or <c>SlidingWindow</c>.</summary>
    static void MissingInputs(CodeWriter code, ModelArtifact model, bool isReadonly)
    {
        if (!HasRule(model))
            return;
        code.Line($"/// <summary>Input values since the last reset that were missing: not a number, or infinite. For each, {RuleInWords(model)}. They count in <see cref=\"SaturatedInputs\"/> too.</summary>");
        code.Line($"public {(isReadonly ? "readonly " : "")}long MissingInputs => _missing;");
        code.Line();
    }

    /// <summary>A step's sample, quantized already, once more where values of it are missing.</summary>
    static void FillStep(CodeWriter code, ModelArtifact model)
    {
        if (!HasRule(model))
            return;
        if (Holds(model))
            code.Line("global::System.Span<float> taken = state._held;");
        else
            Buffer(code, "float", model.Inputs.Count, "taken");
        code.Line($"int missing = {Take(model, "sample", "state._left")};");
        code.Line("if (missing != 0)");
        code.Line("    Refill(ref state, taken.Slice(0, InputCount), missing, x);");
    }

    /// <summary>What a step rarely does, out of its way.</summary>
    static void Refill(CodeWriter code, ModelArtifact model)
    {
        if (!HasRule(model))
            return;
        code.Line("// A sample with gaps, with what stands in for them. That is no more out of range than the gaps were: each counts once.");
        code.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]");
        code.Open($"static void Refill(ref State state, global::System.ReadOnlySpan<float> taken, int missing, global::System.Span<{StateLayout.Activation(model.Scheme)}> x)");
        code.Line("state._missing += missing;");
        code.Line($"{Quantize(model)}(taken, Weights.Centre, Weights.InverseStep, x);");
        code.Close();
        code.Line();
    }

    /// <summary>The memory of the rule over one window.</summary>
    static void WindowMemory(CodeWriter code, ModelArtifact model)
    {
        if (!HasRule(model))
            return;
        code.Line($"global::System.Span<float> taken = stackalloc float[{model.Inputs.Count}];");
        if (Holds(model))
            code.Line($"global::System.Span<int> left = stackalloc int[{model.Inputs.Count}];");
    }

    /// <summary>The same as <see cref="FillStep"/> for one sample of a window.</summary>
    static void FillRow(CodeWriter code, ModelArtifact model, string row)
    {
        if (!HasRule(model))
            return;
        code.Line($"if ({Take(model, "window.Slice(t * InputCount, InputCount)", "left")} != 0)");
        code.Line($"    {Quantize(model)}(taken, Weights.Centre, Weights.InverseStep, {row});");
    }

    /// <summary>What a <c>SlidingWindow</c> remembers for the rule beside its samples.</summary>
    static IEnumerable<string> RuleMemory(ModelArtifact model) => Holds(model) ? ["_held", "_left"] : [];

    /// <summary>The bytes of that and of its counter in a snapshot.</summary>
    static int RuleBytes(ModelArtifact model) => HasRule(model) ? 8 + 4 * model.Inputs.Count * RuleMemory(model).Count() : 0;

    static void WindowRuleFields(CodeWriter code, ModelArtifact model)
    {
        if (!HasRule(model))
            return;
        if (Holds(model))
        {
            code.Line("readonly float[] _held = new float[InputCount]; // what the last sample was taken as");
            code.Line("readonly int[] _left = new int[InputCount]; // for how many samples more that may stand in for a missing value");
        }

        code.Line("long _missing;");
    }

    static void WindowRuleSnapshot(CodeWriter code, ModelArtifact model, bool saves)
    {
        if (!HasRule(model))
            return;
        code.Line("int at = 24 + _ring.SnapshotBytes;");
        code.Line(saves ? "global::System.Runtime.InteropServices.MemoryMarshal.Write(snapshot.Slice(at), _missing);" : "_missing = global::System.Runtime.InteropServices.MemoryMarshal.Read<long>(snapshot.Slice(at));");
        foreach (var (memory, k) in RuleMemory(model).Select((memory, k) => (memory, k)))
        {
            string part = $"snapshot.Slice(at + {8 + 4 * model.Inputs.Count * k}{(saves ? "" : $", {4 * model.Inputs.Count}")})";
            code.Line(saves ? $"global::System.Runtime.InteropServices.MemoryMarshal.AsBytes(global::System.MemoryExtensions.AsSpan({memory})).CopyTo({part});" : $"{part}.CopyTo(global::System.Runtime.InteropServices.MemoryMarshal.AsBytes(global::System.MemoryExtensions.AsSpan({memory})));");
        }
    }

    /// <summary>A sample at its place in a <c>SlidingWindow</c>.</summary>
    static void FillPushed(CodeWriter code, ModelArtifact model)
    {
        if (!Holds(model))
        {
            code.Line("_missing += global::EdgeLstm.Layers.MissingValues.Fill(sample, Weights.Mean, own);");
            return;
        }

        code.Line($"int missing = global::EdgeLstm.Layers.MissingValues.Hold(sample, {model.Rules.Missing.Limit}, Weights.Mean, _held, _left);");
        code.Open("if (missing != 0)");
        code.Line("_missing += missing;");
        code.Line("global::System.MemoryExtensions.CopyTo(_held, own);");
        code.Close();
    }

    static string Take(ModelArtifact model, string sample, string left) => Holds(model)
        ? $"global::EdgeLstm.Layers.MissingValues.Hold({sample}, {model.Rules.Missing.Limit}, Weights.Mean, taken, {left})"
        : $"global::EdgeLstm.Layers.MissingValues.Fill({sample}, Weights.Mean, taken)";
}
