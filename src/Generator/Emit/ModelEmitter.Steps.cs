using EdgeLstm.Generator.Model;

namespace EdgeLstm.Generator.Emit;

static partial class ModelEmitter
{
    static void Steps(CodeWriter code, ModelArtifact model)
    {
        string outputs = model.EveryStep ? "samples · <see cref=\"OutputCount\"/> values" : "<see cref=\"OutputCount\"/> values, after the last sample";
        code.Line($"/// <summary>Takes one sample and gives the prediction after it. {AllocatesNothing} step, which pack the weights; threads may step different states at the same time.</summary>");
        code.Line("/// <param name=\"state\">Advanced by one sample.</param>");
        code.Line("/// <param name=\"sample\"><see cref=\"InputCount\"/> values.</param>");
        code.Line("/// <param name=\"output\"><see cref=\"OutputCount\"/> values.</param>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        code.Open("public static void Step(ref State state, global::System.ReadOnlySpan<float> sample, global::System.Span<float> output)");
        code.Line("if (sample.Length != InputCount)");
        code.Line($"    {WrongLength}(nameof(sample), sample.Length, InputCount);");
        code.Line("if (output.Length != OutputCount)");
        code.Line($"    {WrongLength}(nameof(output), output.Length, OutputCount);");
        Both(code, model, "sample", "output");
        code.Close();
        code.Line();
        code.Line($"/// <summary>Takes one sample and gives the prediction after it. {AllocatesNothing} step, which pack the weights.</summary>");
        code.Open("public static Output Step(ref State state, in Sample sample)");
        code.Line("global::System.Runtime.CompilerServices.Unsafe.SkipInit(out Output output);");
        Both(
            code, model, SpanOf("Sample", "sample", "InputCount"),
            "global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref global::System.Runtime.CompilerServices.Unsafe.As<Output, float>(ref output), OutputCount)");
        code.Line("return output;");
        code.Close();
        code.Line();
        code.Line($"/// <summary>Takes one window, from a reset state. {AllocatesNothing}, which pack the weights.</summary>");
        code.Line("/// <param name=\"window\">Samples one after the other, <see cref=\"InputCount\"/> values each.</param>");
        code.Line($"/// <param name=\"output\">{outputs}.</param>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        code.Open("public static void Predict(global::System.ReadOnlySpan<float> window, global::System.Span<float> output)");
        PredictBody(code, model, "default");
        code.Close();
        code.Line();
        PredictFromState(code, model);
        Prepare(
            code,
            "State state = default;",
            "Sample sample = default;",
            "Step(ref state, in sample);",
            "Step(ref state, new float[InputCount], new float[OutputCount]);");
        Parts(code, model);
        Refill(code, model);
    }

    /// <summary>The body of <c>Predict</c>.</summary>
    static void PredictBody(CodeWriter code, ModelArtifact model, string state)
    {
        code.Line("int samples = window.Length / InputCount;");
        code.Line("if (samples == 0 || samples * InputCount != window.Length)");
        code.Line("    throw new global::System.ArgumentException($\"window has {window.Length} values, expected a multiple of {InputCount} and at least one sample.\", nameof(window));");
        string expected = model.EveryStep ? "samples * OutputCount" : "OutputCount";
        code.Line($"if (output.Length != {expected})");
        code.Line($"    {WrongLength}(nameof(output), output.Length, {expected});");
        code.Line($"State state = {state};");
        if (model.EveryStep)
        {
            code.Open("for (int t = 0; t < samples; t++)");
            Both(code, model, "window.Slice(t * InputCount, InputCount)", "output.Slice(t * OutputCount, OutputCount)");
            code.Close();
        }
        else
        {
            code.Line("for (int t = 0; t < samples; t++)");
            code.Line($"    Advance(ref state, window.Slice(t * InputCount, InputCount){(model.Plan.HeadsReadState ? "" : ", output")});");
            if (model.Plan.HeadsReadState)
                code.Line("Heads(ref state, output);");
        }
    }

    /// <summary>What the first step would do, at a time of the user's choice.</summary>
    static void Prepare(CodeWriter code, params string[] body)
    {
        code.Line("/// <summary>");
        code.Line("/// Does now what the process's first step does otherwise: packs the weights for this processor and, without NativeAOT, has the step");
        code.Line("/// compiled. Nothing is allocated in steps after it. Call it once, before a clock runs; another call does no harm.");
        code.Line("/// </summary>");
        code.Open("public static void Prepare()");
        foreach (string line in body)
            code.Line(line);
        code.Close();
        code.Line();
    }

    static void Both(CodeWriter code, ModelArtifact model, string sample, string output)
    {
        code.Line(model.Plan.HeadsReadState ? $"Advance(ref state, {sample});" : $"Advance(ref state, {sample}, {output});");
        if (model.Plan.HeadsReadState)
            code.Line($"Heads(ref state, {output});");
    }

    /// <summary>The part that every step needs, or the heads: a window needs those only once. Where they read more than hidden states, one part is all.</summary>
    static void Parts(CodeWriter code, ModelArtifact model)
    {
        var program = model.Program;
        bool split = model.Plan.HeadsReadState;
        code.Line(split ? "// The recurrent part of a step: quantize the sample, then each layer in turn." : "// A step: quantize the sample, then each layer in turn.");
        code.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
        code.Open(split ? "static void Advance(ref State state, global::System.ReadOnlySpan<float> sample)" : "static void Advance(ref State state, global::System.ReadOnlySpan<float> sample, global::System.Span<float> output)");
        Print(code, model, program.Take);
        if (program.Begin.Count != 0)
        {
            code.Open("if (state._steps == 0)");
            Print(code, model, program.Begin);
            code.Close();
            code.Line();
        }

        code.Line("state._steps++;");
        Print(code, model, program.Advance);
        if (split)
        {
            code.Close();
            code.Line();
            code.Line("// The heads, from the state as it stands.");
            code.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
            code.Open("static void Heads(ref State state, global::System.Span<float> output)");
        }

        Print(code, model, program.Heads);
        code.Line();
        Print(code, model, program.Outputs);
        code.Close();
        code.Line();
    }

    static void Instance(CodeWriter code, ClassTarget target)
    {
        code.Line("State _state;");
        code.Line();
        code.Line("/// <summary>The state of this instance, for one stream. An instance is not for several threads; states of your own are.</summary>");
        code.Line("public ref State CurrentState => ref _state;");
        code.Line();
        code.Line("/// <summary>Takes one sample of this instance's stream.</summary>");
        code.Line("public Output Step(in Sample sample) => Step(ref _state, in sample);");
        code.Line();
        code.Line("/// <summary>Takes one sample of this instance's stream.</summary>");
        code.Line($"public {(target.OverridesStep ? "override " : "")}void Step(global::System.ReadOnlySpan<float> sample, global::System.Span<float> output) => Step(ref _state, sample, output);");
        code.Line();
        code.Line("/// <summary>Forgets this instance's stream.</summary>");
        code.Line($"public {(target.OverridesReset ? "override " : "")}void Reset() => _state.Reset();");
    }
}
