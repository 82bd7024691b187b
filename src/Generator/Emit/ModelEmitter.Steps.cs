using EdgeLstm.Generator.Emit.Layers;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit;

static partial class ModelEmitter
{
    static void Steps(CodeWriter code, ModelArtifact model)
    {
        string outputs = model.EveryStep ? "samples · <see cref=\"OutputCount\"/> values" : "<see cref=\"OutputCount\"/> values, after the last sample";
        code.Line("/// <summary>Takes one sample and gives the prediction after it. Allocates nothing after the process's first step, which packs the weights; threads may step different states at the same time.</summary>");
        code.Line("/// <param name=\"state\">Advanced by one sample.</param>");
        code.Line("/// <param name=\"sample\"><see cref=\"InputCount\"/> values.</param>");
        code.Line("/// <param name=\"output\"><see cref=\"OutputCount\"/> values.</param>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        code.Open("public static void Step(ref State state, global::System.ReadOnlySpan<float> sample, global::System.Span<float> output)");
        code.Line("if (sample.Length != InputCount)");
        code.Line("    WrongLength(nameof(sample), sample.Length, InputCount);");
        code.Line("if (output.Length != OutputCount)");
        code.Line("    WrongLength(nameof(output), output.Length, OutputCount);");
        Both(code, model, "sample", "output");
        code.Close();
        code.Line();
        code.Line("/// <summary>Takes one sample and gives the prediction after it. Allocates nothing after the process's first step, which packs the weights.</summary>");
        code.Open("public static Output Step(ref State state, in Sample sample)");
        code.Line("global::System.Runtime.CompilerServices.Unsafe.SkipInit(out Output output);");
        Both(
            code, model, "global::System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref global::System.Runtime.CompilerServices.Unsafe.As<Sample, float>(ref global::System.Runtime.CompilerServices.Unsafe.AsRef(in sample)), InputCount)",
            "global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref global::System.Runtime.CompilerServices.Unsafe.As<Output, float>(ref output), OutputCount)");
        code.Line("return output;");
        code.Close();
        code.Line();
        code.Line("/// <summary>Takes one window, from a reset state. Allocates nothing after the process's first, which packs the weights.</summary>");
        code.Line("/// <param name=\"window\">Samples one after the other, <see cref=\"InputCount\"/> values each.</param>");
        code.Line($"/// <param name=\"output\">{outputs}.</param>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        code.Open("public static void Predict(global::System.ReadOnlySpan<float> window, global::System.Span<float> output)");
        PredictBody(code, model, "default");
        code.Close();
        code.Line();
        PredictFromState(code, model);
        Parts(code, model);
        Refill(code, model);
        code.Line("[global::System.Diagnostics.CodeAnalysis.DoesNotReturn]");
        code.Line("static void WrongLength(string name, int found, int expected) =>");
        code.Line("    throw new global::System.ArgumentException($\"{name} has {found} values, expected {expected}.\", name);");
        code.Line();
    }

    /// <summary>The body of <c>Predict</c>.</summary>
    static void PredictBody(CodeWriter code, ModelArtifact model, string state)
    {
        code.Line("int samples = window.Length / InputCount;");
        code.Line("if (samples == 0 || samples * InputCount != window.Length)");
        code.Line("    throw new global::System.ArgumentException($\"window has {window.Length} values, expected a multiple of {InputCount} and at least one sample.\", nameof(window));");
        string expected = model.EveryStep ? "samples * OutputCount" : "OutputCount";
        code.Line($"if (output.Length != {expected})");
        code.Line($"    WrongLength(nameof(output), output.Length, {expected});");
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

    static void Both(CodeWriter code, ModelArtifact model, string sample, string output)
    {
        code.Line(model.Plan.HeadsReadState ? $"Advance(ref state, {sample});" : $"Advance(ref state, {sample}, {output});");
        if (model.Plan.HeadsReadState)
            code.Line($"Heads(ref state, {output});");
    }

    /// <summary>The part that every step needs, or the heads: a window needs those only once. Where they read more than hidden states, one part is all.</summary>
    static void Parts(CodeWriter code, ModelArtifact model)
    {
        var names = new ValueNames(model, windows: false);
        bool split = model.Plan.HeadsReadState;
        code.Line(split ? "// The recurrent part of a step: quantize the sample, then each layer in turn." : "// A step: quantize the sample, then each layer in turn.");
        code.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
        code.Open(split ? "static void Advance(ref State state, global::System.ReadOnlySpan<float> sample)" : "static void Advance(ref State state, global::System.ReadOnlySpan<float> sample, global::System.Span<float> output)");
        Input(code, model);
        Begin(code, model, names);
        code.Line("state._steps++;");
        Layers(code, model, names, [.. Enumerable.Range(0, model.Layers.Count).Where(k => !split || model.Plan.FeedsState(k))]);
        if (split)
        {
            code.Close();
            code.Line();
            code.Line("// The heads, from the state as it stands.");
            code.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
            code.Open("static void Heads(ref State state, global::System.Span<float> output)");
            Layers(code, model, names, [.. Enumerable.Range(0, model.Layers.Count).Where(k => model.Plan.IsHead(k) && model.Layers[k] is not ArtifactRecurrent)]);
        }

        Heads(code, model, names);
        code.Close();
        code.Line();
    }

    static void Input(CodeWriter code, ModelArtifact model)
    {
        string type = StateLayout.Activation(model.Scheme);
        int count = model.Inputs.Count;
        code.Line("sample = sample.Slice(0, InputCount); // which tells the compiler how many there are");
        Buffer(code, type, CellShape.Padded(count), "x", $" // [{count}]");
        code.Line($"state._saturated += {Quantize(model)}(sample, Weights.Centre, Weights.InverseStep, x);");
        FillStep(code, model);
        if (model.Scheme == Scheme.Float32 || !model.Plan.AsFloats(-1))
            return;
        Buffer(code, "float", count, "v", " // the same as the network's floats");
        code.Line("global::EdgeLstm.Layers.Elements.Dequantize(x, Weights.InputScale, Weights.InputOffset, v);");
    }

    static string Quantize(ModelArtifact model) => model.Scheme == Scheme.Float32 ? "global::EdgeLstm.Layers.FloatScheme.Normalise" : "global::EdgeLstm.Layers.Quantizer.Quantize";

    /// <summary>The steps of some layers; hidden states that one of them reads as floats are turned into those first.</summary>
    static void Layers(CodeWriter code, ModelArtifact model, ValueNames names, IReadOnlyList<int> indices)
    {
        var done = new HashSet<int>();
        foreach (int index in indices)
        {
            foreach (int source in model.Layers[index].Sources)
                if (source >= 0 && model.Scheme != Scheme.Float32 && model.Layers[source] is ArtifactRecurrent && model.Plan.TakesFloats(index) && done.Add(source))
                    HiddenFloats(code, model, names, source);
            Layer(code, model, names, index);
        }
    }

    static void HiddenFloats(CodeWriter code, ModelArtifact model, ValueNames names, int index)
    {
        Buffer(code, "float", model.Layers[index].Outputs, $"y{index}");
        ((RecurrentEmitter)LayerEmitter.Of(model, index)).ToFloats(code, names);
    }

    static void Layer(CodeWriter code, ModelArtifact model, ValueNames names, int index)
    {
        var emitter = LayerEmitter.Of(model, index);
        var layer = model.Layers[index];
        if (emitter.HasFloats(names) && layer is not ArtifactRecurrent)
            Buffer(code, "float", layer.Outputs, $"y{index}");
        if (emitter.HasUnits(names))
            Buffer(code, StateLayout.Activation(model.Scheme), CellShape.Padded(layer.Outputs), $"q{index}");
        emitter.Step(code, names, $" // {CodeWriter.Doc(layer.Name)}: {emitter.Description}");
        ToUnits(code, model, names, index);
    }

    /// <summary>A buffer on the stack whose size the compiler knows and that nothing clears, as a span.</summary>
    static void Buffer(CodeWriter code, string type, int length, string name, string comment = "")
    {
        code.Line($"global::System.Runtime.CompilerServices.Unsafe.SkipInit(out {StateLayout.ArrayType(type, length)} {name}Buffer);");
        code.Line($"global::System.Span<{type}> {name} = {name}Buffer;{comment}");
    }

    static void ToUnits(CodeWriter code, ModelArtifact model, ValueNames names, int index)
    {
        var layer = model.Layers[index];
        if (layer.Gives == ValueForm.Floats && model.Plan.AsUnits(index))
            code.Line($"global::EdgeLstm.Layers.Quantizer.Quantize({names.Floats(index)}, {CodeWriter.Float(layer.InverseStep)}, {names.Units(index)});");
    }

    static void Heads(CodeWriter code, ModelArtifact model, ValueNames names)
    {
        int at = 0;
        code.Line();
        foreach (int head in model.Heads)
        {
            var layer = model.Layers[head];
            string target = $"output.Slice({at}, {layer.Outputs})";
            if (layer is ArtifactRecurrent && model.Scheme == Scheme.Float32)
                code.Line($"((global::System.ReadOnlySpan<float>){names.AllFloats(head)}).Slice(0, {layer.Outputs}).CopyTo({target});");
            else if (layer is ArtifactRecurrent quantized)
                code.Line($"global::EdgeLstm.Layers.Quantizer.Dequantize({names.AllUnits(head)}, {CodeWriter.Float(1f / quantized.HiddenScale)}, {target});");
            else
                code.Line($"{names.Floats(head)}.CopyTo({target});");
            at += layer.Outputs;
        }

        UserUnits(code, model, "output");
    }

    static void UserUnits(CodeWriter code, ModelArtifact model, string output)
    {
        for (int k = 0; k < model.Outputs.Count; k++)
        {
            var o = model.Outputs[k];
            if (o.Mean != 0 || o.Scale != 1)
                code.Line($"{output}[{k}] = {output}[{k}] * {CodeWriter.Float(o.Scale)} + {CodeWriter.Float(o.Mean)}; // {CodeWriter.Doc(o.Name)}");
        }
    }

    static void Begin(CodeWriter code, ModelArtifact model, ValueNames names)
    {
        var beginning = LayerEmitter.All(model).Where(layer => layer.Begins).ToList();
        if (beginning.Count == 0)
            return;
        code.Open("if (state._steps == 0)");
        foreach (var layer in beginning)
            layer.Begin(code, names);
        code.Close();
        code.Line();
    }

    static void Instance(CodeWriter code, ClassTarget target)
    {
        code.Line("State _state;");
        code.Line();
        code.Line("/// <summary>The state of this instance, for one stream. An instance is not for several threads; states of your own are.</summary>");
        code.Line("public ref State Current => ref _state;");
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
