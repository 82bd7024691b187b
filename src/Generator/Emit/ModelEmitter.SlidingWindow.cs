using EdgeLstm.Generator.Model;

namespace EdgeLstm.Generator.Emit;

/// <summary>The generated <c>SlidingWindow</c>: the last samples of a stream, and what <c>Predict</c> gives for them.</summary>
static partial class ModelEmitter
{
    /// <summary>Bytes of a snapshot beside the samples: which model's, a checksum, the window's length and count.</summary>
    const int WindowHeader = 32;

    static void SlidingWindow(CodeWriter code, ModelArtifact model)
    {
        int least = model.Plan.MinSamples;
        code.Line("/// <summary>");
        code.Line("/// The last samples of one stream, and the prediction for them from a reset state: what <c>Predict</c> gives for that window, bit for bit.");
        if (HasRule(model))
            code.Line("/// What stands in for missing values is taken in the order in which samples come: a value that is held may have left the window.");
        code.Line("/// For a model that was trained on windows. Its memory is made once, by the constructor; <see cref=\"Prepare\"/> or the process's first prediction packs the weights; after that nothing is allocated.");
        code.Line("/// </summary>");
        code.Line("/// <remarks>");
        if (model.CanStream)
            code.Line("/// A prediction computes all samples of the window again, and takes the time of as many steps.");
        code.Line("/// One instance is for one stream, and not for several threads at a time.");
        code.Line("/// </remarks>");
        code.Open("public sealed class SlidingWindow");
        code.Line($"const int MinCount = {least}, MaxCount = {MaxSamples(model)};");
        code.Line();
        Fields(code, model);
        Constructors(code, model, least);
        Properties(code, model);
        Pushes(code);
        Resets(code, model);
        Snapshots(code, model);
        Add(code, model);
        code.Line();
        Answer(code, model);
        code.Close();
        if (model.CanStream)
            code.Line();
    }

    /// <summary>
    /// The most samples for which all memory, and a snapshot, can be had: about a million, or fewer of very many inputs. For those that
    /// the artifact names the reader has seen to that.
    /// </summary>
    static int MaxSamples(ModelArtifact model)
    {
        int most = 1 << 20;
        while (most > 1 && Largest(most) > int.MaxValue)
            most /= 2;
        return Math.Max(most, Math.Max(model.Plan.MinSamples, model.Rules.WindowOr(model.Window) ?? 1));

        long Largest(int samples)
        {
            long snapshot = WindowHeader + RuleBytes(model) + 4L * samples * (model.Inputs.Count + 1);
            return model.CanStream ? snapshot : Math.Max(snapshot, Math.Max(Workspace.Of(model).Bytes(samples), 4L * model.Plan.OutputRowsOf(samples) * model.Outputs.Count));
        }
    }

    static void Fields(CodeWriter code, ModelArtifact model)
    {
        string type = StateLayout.Activation(model.Scheme);
        code.Line("readonly global::EdgeLstm.Layers.SampleRing _ring;");
        code.Line($"readonly {type}[] _units = new {type}[{CellShape.Padded(model.Inputs.Count)}];");
        WindowRuleFields(code, model);
        if (model.CanStream && model.States.Count != 0)
            code.Line("readonly State _begin;");
        if (!model.CanStream)
        {
            foreach (var (name, _, _) in StateParameters(model))
                code.Line($"readonly float[] _{name} = [];");
            code.Line("readonly byte[] _workspace;");
            if (model.EveryStep)
                code.Line("readonly float[] _rows; // the outputs of every step");
        }

        code.Line();
    }

    static void Constructors(CodeWriter code, ModelArtifact model, int least)
    {
        if (model.Rules.WindowOr(model.Window) is int known && (known > 1 || !model.CanStream))
        {
            code.Line("/// <summary>A window of <see cref=\"Window\"/> samples.</summary>");
            code.Open("public SlidingWindow() : this(Window)");
            code.Close();
            code.Line();
        }

        code.Line("/// <summary>An empty window.</summary>");
        WindowLengthDoc(code, least);
        code.Open("public SlidingWindow(int samples)");
        code.Line("if (samples < MinCount || samples > MaxCount)");
        code.Line("    throw new global::System.ArgumentOutOfRangeException(nameof(samples), samples, $\"The window has {samples} samples, expected {MinCount} to {MaxCount}.\");");
        code.Line("_ring = new(samples, InputCount);");
        if (!model.CanStream)
        {
            code.Line("_workspace = new byte[WorkspaceFor(samples)];");
            if (model.EveryStep)
                code.Line("_rows = new float[OutputsFor(samples)];");
        }

        code.Close();
        code.Line();
        if (model.States.Count == 0)
            return;
        string declarations = StateDeclarations(model), arguments = StateArguments(model);
        code.Line("/// <summary>An empty window whose predictions begin with given values in place of zeros.</summary>");
        WindowLengthDoc(code, least);
        StateDocs(code, model);
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        code.Open($"public SlidingWindow(int samples, {declarations.Substring(0, declarations.Length - 2)}) : this(samples)");
        if (model.CanStream)
        {
            code.Line($"_begin = State.Begin({arguments.Substring(0, arguments.Length - 2)});");
        }
        else
        {
            StateChecks(code, model);
            foreach (var (name, _, _) in StateParameters(model))
                code.Line($"_{name} = {name}.ToArray();");
        }

        code.Close();
        code.Line();
    }

    static void WindowLengthDoc(CodeWriter code, int least)
    {
        code.Line($"/// <param name=\"samples\">Samples that a prediction is made of, {least} or more. Take what the model was trained on.</param>");
        code.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The model cannot take a window of that length.</exception>");
    }

    static void Properties(CodeWriter code, ModelArtifact model)
    {
        code.Line("/// <summary>Samples that a prediction is made of.</summary>");
        code.Line("public int Samples => _ring.Samples;");
        code.Line();
        code.Line("/// <summary>Samples that are in the window: those since the last reset, <see cref=\"Samples\"/> at most.</summary>");
        code.Line("public int Count => _ring.Count;");
        code.Line();
        code.Line("/// <summary>Whether there are enough samples for a prediction.</summary>");
        code.Line("public bool IsFull => _ring.IsFull;");
        code.Line();
        code.Line($"/// <summary>Input values of the samples in the window that were {Clipped(model)}.</summary>");
        code.Line("public long SaturatedInputs => _ring.Clipped;");
        code.Line();
        MissingInputs(code, model, isReadonly: false);
        code.Line("/// <summary>Bytes of a snapshot of this window.</summary>");
        code.Line($"public int SnapshotBytes => {24 + RuleBytes(model)} + _ring.SnapshotBytes;");
        code.Line();
    }

    static void Pushes(CodeWriter code)
    {
        code.Line($"/// <summary>Takes one sample in, the oldest out, and gives the prediction for the window. {AllocatesNothing}, which pack the weights.</summary>");
        code.Line("/// <param name=\"sample\">The newest sample.</param>");
        code.Line("/// <param name=\"output\">The prediction after the newest sample; zeros until the window is full.</param>");
        code.Line("/// <returns>Whether there is a prediction: the window is full.</returns>");
        code.Open("public bool Push(in Sample sample, out Output output)");
        code.Line("output = default;");
        code.Line("if (!Push(in sample))");
        code.Line("    return false;");
        code.Line("Answer(global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref global::System.Runtime.CompilerServices.Unsafe.As<Output, float>(ref output), OutputCount));");
        code.Line("return true;");
        code.Close();
        code.Line();
        code.Line($"/// <summary>Takes one sample in, the oldest out, and gives the prediction for the window. {AllocatesNothing}, which pack the weights.</summary>");
        code.Line("/// <param name=\"sample\"><see cref=\"InputCount\"/> values: the newest sample.</param>");
        code.Line("/// <param name=\"output\"><see cref=\"OutputCount\"/> values: the prediction after the newest sample; left as they are until the window is full.</param>");
        code.Line("/// <returns>Whether there is a prediction: the window is full.</returns>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        code.Open("public bool Push(global::System.ReadOnlySpan<float> sample, global::System.Span<float> output)");
        code.Line("if (output.Length != OutputCount)");
        code.Line($"    {WrongLength}(nameof(output), output.Length, OutputCount);");
        code.Line("if (!Push(sample))");
        code.Line("    return false;");
        code.Line("Answer(output);");
        code.Line("return true;");
        code.Close();
        code.Line();
        code.Line("/// <summary>Takes one sample in and the oldest out, without a prediction: where samples come more often than <see cref=\"Predict()\"/> is asked.</summary>");
        code.Line("/// <returns>Whether the window is full.</returns>");
        code.Open("public bool Push(in Sample sample)");
        code.Line($"Add({SpanOf("Sample", "sample", "InputCount")});");
        code.Line("return IsFull;");
        code.Close();
        code.Line();
        code.Line("/// <summary>Takes one sample in and the oldest out, without a prediction: where samples come more often than <see cref=\"Predict()\"/> is asked.</summary>");
        code.Line("/// <param name=\"sample\"><see cref=\"InputCount\"/> values.</param>");
        code.Line("/// <returns>Whether the window is full.</returns>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The span has another length.</exception>");
        code.Open("public bool Push(global::System.ReadOnlySpan<float> sample)");
        code.Line("if (sample.Length != InputCount)");
        code.Line($"    {WrongLength}(nameof(sample), sample.Length, InputCount);");
        code.Line("Add(sample);");
        code.Line("return IsFull;");
        code.Close();
        code.Line();
        code.Line($"/// <summary>The prediction for the window as it stands. {AllocatesNothing}, which pack the weights.</summary>");
        code.Line("/// <exception cref=\"global::System.InvalidOperationException\">The window is not full.</exception>");
        code.Open("public Output Predict()");
        code.Line("RequireFull();");
        code.Line("Output output = default;");
        code.Line("Answer(global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref global::System.Runtime.CompilerServices.Unsafe.As<Output, float>(ref output), OutputCount));");
        code.Line("return output;");
        code.Close();
        code.Line();
        code.Line($"/// <summary>The prediction for the window as it stands. {AllocatesNothing}, which pack the weights.</summary>");
        code.Line("/// <param name=\"output\"><see cref=\"OutputCount\"/> values.</param>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The span has another length.</exception>");
        code.Line("/// <exception cref=\"global::System.InvalidOperationException\">The window is not full.</exception>");
        code.Open("public void Predict(global::System.Span<float> output)");
        code.Line("if (output.Length != OutputCount)");
        code.Line($"    {WrongLength}(nameof(output), output.Length, OutputCount);");
        code.Line("RequireFull();");
        code.Line("Answer(output);");
        code.Close();
        code.Line();
    }

    static void Resets(CodeWriter code, ModelArtifact model)
    {
        code.Line("/// <summary>Empties the window.</summary>");
        if (HasRule(model))
        {
            code.Open("public void Reset()");
            code.Line("_ring.Reset();");
            code.Line("_missing = 0;");
            foreach (string memory in RuleMemory(model))
                code.Line($"global::System.Array.Clear({memory});");
            code.Close();
        }
        else
        {
            code.Line("public void Reset() => _ring.Reset();");
        }

        code.Line();
    }

    static void Snapshots(CodeWriter code, ModelArtifact model)
    {
        code.Line("/// <summary>Writes the window, and which model it belongs to, into the first <see cref=\"SnapshotBytes\"/> of a buffer. Initial states that the constructor was given are not in it.</summary>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The buffer is too short.</exception>");
        code.Open("public void Save(global::System.Span<byte> snapshot)");
        code.Line($"_ring.Save({SnapshotsType}.Content(snapshot, SnapshotBytes));");
        WindowRuleSnapshot(code, model, saves: true);
        code.Line($"{SnapshotsType}.Seal(snapshot, SnapshotBytes, {SnapshotId});");
        code.Close();
        code.Line();
        code.Line("/// <summary>Takes over a saved window. Where it cannot, nothing changes. Allocates nothing.</summary>");
        code.Line("/// <returns>Whether the window is the saved one; else <paramref name=\"result\"/> says why not.</returns>");
        code.Open($"public bool TryRestore(global::System.ReadOnlySpan<byte> snapshot, out {RestoreResult} result)");
        code.Line($"result = {SnapshotsType}.Check(snapshot, SnapshotBytes, {SnapshotId});");
        code.Line($"if (result is {RestoreResult}.Restored or {RestoreResult}.Damaged "
            + $"&& !_ring.Fits(snapshot.Slice({SnapshotsType}.Header)))");
        code.Line($"    result = {RestoreResult}.OtherWindow;");
        code.Line($"if (result != {RestoreResult}.Restored)");
        code.Line("    return false;");
        code.Line($"_ring.Restore(snapshot.Slice({SnapshotsType}.Header));");
        WindowRuleSnapshot(code, model, saves: false);
        code.Line("return true;");
        code.Close();
        code.Line();
        code.Line("/// <summary>Takes over a saved window. What was in this one is gone; after an exception nothing has changed.</summary>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The snapshot is too short, damaged, another model's, "
            + "or of another length of window.</exception>");
        code.Open("public void Restore(global::System.ReadOnlySpan<byte> snapshot)");
        code.Line($"if (!TryRestore(snapshot, out {RestoreResult} result))");
        code.Line($"    throw {Refused};");
        code.Close();
        code.Line();
    }

    static void Add(CodeWriter code, ModelArtifact model)
    {
        code.Open("void Add(global::System.ReadOnlySpan<float> sample)");
        code.Line("global::System.Span<float> own = _ring.Next;");
        code.Line("sample.CopyTo(own);");
        string clipped = $"{Quantize(model)}(own, Weights.Centre, Weights.InverseStep, _units)";
        if (HasRule(model))
        {
            code.Line($"int clipped = {clipped};");
            FillPushed(code, model);
            clipped = "clipped";
        }

        code.Line($"_ring.Add({clipped});");
        code.Close();
    }

    static void Answer(CodeWriter code, ModelArtifact model)
    {
        code.Open("void Answer(global::System.Span<float> output)");
        code.Line("global::System.ReadOnlySpan<float> window = _ring.Window;");
        if (model.CanStream)
        {
            code.Line($"State state = {(model.States.Count != 0 ? "_begin" : "default")};");
            code.Line("for (int t = 0; t < Samples; t++)");
            code.Line($"    Advance(ref state, window.Slice(t * InputCount, InputCount){(model.Plan.HeadsReadState ? "" : ", output")});");
            if (model.Plan.HeadsReadState)
                code.Line("Heads(ref state, output);");
        }
        else
        {
            string states = string.Concat(StateParameters(model).Select(state => $"_{state.Name}, "));
            code.Line($"Run(window, Samples, {states}{(model.EveryStep ? "_rows" : "output")}, _workspace);");
            if (model.EveryStep)
                code.Line("global::System.MemoryExtensions.AsSpan(_rows, _rows.Length - OutputCount).CopyTo(output);");
        }

        code.Close();
        code.Line();
        code.Open("void RequireFull()");
        code.Line("if (!IsFull)");
        code.Line("    throw new global::System.InvalidOperationException($\"The window has {Count} samples, expected {Samples}.\");");
        code.Close();
    }
}
