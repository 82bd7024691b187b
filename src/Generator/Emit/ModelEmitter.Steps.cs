using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Generator.Emit;

public static partial class ModelEmitter
{
    static void Steps(CodeWriter code, ModelArtifact model)
    {
        string outputs = model.EveryStep ? "samples · <see cref=\"OutputCount\"/> values" : "<see cref=\"OutputCount\"/> values, after the last sample";
        code.Line("/// <summary>Takes one sample and gives the prediction after it. Allocates nothing; threads may step different states at the same time.</summary>");
        code.Line("/// <param name=\"state\">Advanced by one sample.</param>");
        code.Line("/// <param name=\"sample\"><see cref=\"InputCount\"/> values.</param>");
        code.Line("/// <param name=\"output\"><see cref=\"OutputCount\"/> values.</param>");
        code.Line("/// <exception cref=\"ArgumentException\">A span has another length.</exception>");
        code.Open("public static void Step(ref State state, ReadOnlySpan<float> sample, Span<float> output)");
        code.Line("if (sample.Length != InputCount)");
        code.Line("    WrongLength(nameof(sample), sample.Length, InputCount);");
        code.Line("if (output.Length != OutputCount)");
        code.Line("    WrongLength(nameof(output), output.Length, OutputCount);");
        code.Line("Advance(ref state, sample);");
        code.Line("Heads(in state, output);");
        code.Close();
        code.Line();
        code.Line("/// <summary>Takes one sample and gives the prediction after it. Allocates nothing.</summary>");
        code.Open("public static Output Step(ref State state, in Sample sample)");
        code.Line("Unsafe.SkipInit(out Output output);");
        code.Line("Advance(ref state, MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Sample, float>(ref Unsafe.AsRef(in sample)), InputCount));");
        code.Line("Heads(in state, MemoryMarshal.CreateSpan(ref Unsafe.As<Output, float>(ref output), OutputCount));");
        code.Line("return output;");
        code.Close();
        code.Line();
        code.Line("/// <summary>Takes one window, from a reset state. Allocates nothing.</summary>");
        code.Line("/// <param name=\"window\">Samples one after the other, <see cref=\"InputCount\"/> values each.</param>");
        code.Line($"/// <param name=\"output\">{outputs}.</param>");
        code.Line("/// <exception cref=\"ArgumentException\">A span has another length.</exception>");
        code.Open("public static void Predict(ReadOnlySpan<float> window, Span<float> output)");
        code.Line("int samples = window.Length / InputCount;");
        code.Line("if (samples == 0 || samples * InputCount != window.Length)");
        code.Line("    throw new ArgumentException($\"window has {window.Length} values, expected a multiple of {InputCount} and at least one sample.\", nameof(window));");
        string expected = model.EveryStep ? "samples * OutputCount" : "OutputCount";
        code.Line($"if (output.Length != {expected})");
        code.Line($"    WrongLength(nameof(output), output.Length, {expected});");
        code.Line("State state = default;");
        if (model.EveryStep)
        {
            code.Open("for (int t = 0; t < samples; t++)");
            code.Line("Advance(ref state, window.Slice(t * InputCount, InputCount));");
            code.Line("Heads(in state, output.Slice(t * OutputCount, OutputCount));");
            code.Close();
        }
        else
        {
            code.Line("for (int t = 0; t < samples; t++)");
            code.Line("    Advance(ref state, window.Slice(t * InputCount, InputCount));");
            code.Line("Heads(in state, output);");
        }

        code.Close();
        code.Line();
        Part(code, model, recurrent: true);
        Part(code, model, recurrent: false);
        code.Line("[System.Diagnostics.CodeAnalysis.DoesNotReturn]");
        code.Line("static void WrongLength(string name, int found, int expected) =>");
        code.Line("    throw new ArgumentException($\"{name} has {found} values, expected {expected}.\", name);");
        code.Line();
    }

    /// <summary>The recurrent layers and what they read, or the heads: a window needs the heads only once.</summary>
    static void Part(CodeWriter code, ModelArtifact model, bool recurrent)
    {
        var buffers = new BufferNames(model);
        if (recurrent)
        {
            code.Line("// The recurrent part of a step: quantize the sample, then each layer in turn.");
            code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            code.Open("static void Advance(ref State state, ReadOnlySpan<float> sample)");
            code.Line("sample = sample.Slice(0, InputCount); // which tells the compiler how many there are");
            code.Line($"Unsafe.SkipInit(out {StateLayout.ArrayType(buffers.Activation, StateLayout.Padded(model.Inputs.Count))} x); // [{model.Inputs.Count}]");
            code.Line($"state._saturated += {(model.Scheme == Scheme.Float32 ? "Layers::FloatScheme.Normalise" : "Layers::Quantizer.Quantize")}(sample, Weights.Centre, Weights.InverseStep, x);");
            InitialState(code, model);
            code.Line("state._steps++;");
        }
        else
        {
            code.Line("// The heads, from the state as it stands.");
            code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            code.Open("static void Heads(in State state, Span<float> output)");
        }

        for (int k = 0; k < model.Layers.Count; k++)
            if (recurrent ? model.IsRecurrent(k) : model.IsHead(k))
                Layer(code, model, buffers, k);
        if (!recurrent)
            Heads(code, model, buffers);
        code.Close();
        code.Line();
    }

    static void Layer(CodeWriter code, ModelArtifact model, BufferNames buffers, int index)
    {
        var layer = model.Layers[index];
        string source = buffers.Activations(layer.Source);
        if (layer.Kind == LayerKind.Lstm)
        {
            code.Line($"Weights.Layer{index}.Step({source}, state._h{index}, state._c{index}); // {CodeWriter.Doc(layer.Name)}: LSTM {layer.Inputs} → {layer.Outputs}");
            return;
        }

        code.Line();
        code.Line($"Unsafe.SkipInit(out {StateLayout.ArrayType("float", layer.Outputs)} y{index});");
        code.Line($"Weights.Layer{index}.Step({source}, y{index}); // {CodeWriter.Doc(layer.Name)}: dense {layer.Inputs} → {layer.Outputs}");
        if (layer.Activation != DenseActivation.Identity)
            code.Line($"Layers::Activations.{layer.Activation}(y{index});");
        if (model.Scheme != Scheme.Float32 && model.Layers.Any(l => l.Source == index))
        {
            code.Line($"Unsafe.SkipInit(out {StateLayout.ArrayType(buffers.Activation, StateLayout.Padded(layer.Outputs))} q{index});");
            code.Line($"Layers::Quantizer.Quantize(y{index}, {CodeWriter.Float(layer.InverseStep)}, q{index});");
        }
    }

    static void Heads(CodeWriter code, ModelArtifact model, BufferNames buffers)
    {
        int at = 0;
        code.Line();
        foreach (int head in model.Heads)
        {
            int count = model.Layers[head].Outputs;
            if (model.Layers[head].Kind == LayerKind.Dense)
                code.Line($"((ReadOnlySpan<float>)y{head}).CopyTo(output.Slice({at}, {count}));");
            else if (model.Scheme == Scheme.Float32)
                code.Line($"((ReadOnlySpan<float>)state._h{head}).Slice(0, {count}).CopyTo(output.Slice({at}, {count}));");
            else
                code.Line($"Layers::Quantizer.Dequantize(state._h{head}, {CodeWriter.Float(1f / model.Layers[head].HiddenScale)}, output.Slice({at}, {count}));");
            at += count;
        }

        for (int k = 0; k < model.Outputs.Count; k++)
        {
            var o = model.Outputs[k];
            if (o.Mean != 0 || o.Scale != 1)
                code.Line($"output[{k}] = output[{k}] * {CodeWriter.Float(o.Scale)} + {CodeWriter.Float(o.Mean)}; // {CodeWriter.Doc(o.Name)}");
        }
    }

    static void InitialState(CodeWriter code, ModelArtifact model)
    {
        var layers = Enumerable.Range(0, model.Layers.Count).Where(k => model.Layers[k].InitialState.Length != 0).ToList();
        if (layers.Count == 0)
            return;
        code.Open("if (state._steps == 0)");
        foreach (int k in layers)
        {
            string cell = model.Scheme == Scheme.Float32 ? "float" : "short";
            code.Line($"Weights.InitialH{k}.CopyTo((Span<{StateLayout.Activation(model.Scheme)}>)state._h{k});");
            code.Line($"Weights.InitialC{k}.CopyTo((Span<{cell}>)state._c{k});");
        }

        code.Close();
        code.Line();
    }

    static void Instance(CodeWriter code, ModelArtifact model)
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
        code.Line("public void Step(ReadOnlySpan<float> sample, Span<float> output) => Step(ref _state, sample, output);");
        code.Line();
        code.Line("/// <summary>Forgets this instance's stream.</summary>");
        code.Line("public void Reset() => _state.Reset();");
    }
}
