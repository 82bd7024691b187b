using EdgeLstm.Generator.Model;

namespace EdgeLstm.Generator.Emit;

static partial class ModelEmitter
{
    static void State(CodeWriter code, ModelArtifact model)
    {
        var layout = StateLayout.Of(model);
        code.Line("/// <summary>");
        code.Line("/// What the model remembers of one stream of samples. A value: copy it to branch, keep one per machine, step different ones from");
        code.Line("/// different threads. <c>default</c> is a reset state.");
        code.Line("/// </summary>");
        code.Line("[global::System.Runtime.InteropServices.StructLayout(global::System.Runtime.InteropServices.LayoutKind.Sequential)]");
        code.Open("public struct State : global::EdgeLstm.IModelState<State>");
        code.Line("internal long _steps;");
        code.Line("internal long _saturated;");
        foreach (var field in layout.Fields)
            code.Line($"internal {ArrayType(field)} {field.Name}; // {(field.Layer < 0 ? "input" : $"layer {field.Layer}")}: {field.Meaning}");
        if (HasRule(model))
            code.Line("internal long _missing;");
        bool counts = StateLayout.CountsStates(model);
        if (counts)
            code.Line("internal long _saturatedStates;");
        code.Line();
        code.Line("/// <summary>Samples since the last reset.</summary>");
        code.Line("public readonly long Steps => _steps;");
        code.Line();
        code.Line("/// <summary>Whether enough samples came since the last reset for a prediction to mean something.</summary>");
        code.Line("public readonly bool IsWarm => _steps >= WarmUpSteps;");
        code.Line();
        code.Line($"/// <summary>Input values since the last reset that were {Clipped(model)}.</summary>");
        code.Line("public readonly long SaturatedInputs => _saturated;");
        code.Line();
        MissingInputs(code, model, isReadonly: true);
        code.Line("/// <summary>");
        code.Line(counts
            ? "/// Layer steps since the last reset in which a cell or hidden state was cut off at the end of the range that it was quantized for. Predictions are wrong from"
            : "/// Layer steps since the last reset in which a state was cut off: none, since the states of this model have no end of their range.");
        if (counts)
            code.Line("/// there on, until the state has forgotten it: quantize the model on data that run as long as this stream.");
        code.Line("/// </summary>");
        code.Line($"public readonly long SaturatedStates => {(counts ? "_saturatedStates" : "0")};");
        code.Line();
        BeginState(code, model);
        code.Line("/// <summary>Forgets everything.</summary>");
        code.Line("public void Reset() => this = default;");
        code.Line();
        code.Line("/// <summary>Writes the state, and which model it belongs to, into the first <see cref=\"SnapshotBytes\"/> of a buffer.</summary>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The buffer is too short.</exception>");
        code.Open("public readonly void Save(global::System.Span<byte> snapshot)");
        code.Line("global::System.Runtime.InteropServices.MemoryMarshal.Write("
            + $"{SnapshotsType}.Content(snapshot, SnapshotBytes), in this);");
        code.Line($"{SnapshotsType}.Seal(snapshot, SnapshotBytes, {SnapshotId});");
        code.Close();
        code.Line();
        code.Line("/// <summary>Gives back a saved state, or a reset one where it cannot. Allocates nothing.</summary>");
        code.Line("/// <returns>Whether the state is the saved one; else <paramref name=\"result\"/> says why not.</returns>");
        code.Open("public static bool TryRestore(global::System.ReadOnlySpan<byte> snapshot, out State state, "
            + $"out {RestoreResult} result)");
        code.Line($"result = {SnapshotsType}.Check(snapshot, SnapshotBytes, {SnapshotId});");
        code.Line($"state = result == {RestoreResult}.Restored "
            + $"? global::System.Runtime.InteropServices.MemoryMarshal.Read<State>(snapshot.Slice({SnapshotsType}.Header)) : default;");
        code.Line($"return result == {RestoreResult}.Restored;");
        code.Close();
        code.Line();
        code.Line("/// <summary>Gives back a saved state.</summary>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">The snapshot is too short, damaged, or another model's."
            + "</exception>");
        code.Line("public static State Restore(global::System.ReadOnlySpan<byte> snapshot) =>");
        code.Line($"    TryRestore(snapshot, out State state, out {RestoreResult} result) ? state : throw {Refused};");
        var arrays = layout.Fields.Select(f => (f.Type, f.Length)).Concat(StepBuffers(model));
        foreach (var (type, length) in arrays.Distinct())
        {
            code.Line();
            code.Line($"[global::System.Runtime.CompilerServices.InlineArray({length})]");
            code.Line($"internal struct {StateLayout.ArrayType(type, length)} {{ {type} _0; }}");
        }

        code.Close();
        code.Line();
    }

    /// <summary>What a step has on the stack: the input, also as the rule for missing values takes it, and what layers give.</summary>
    static IEnumerable<(string Type, int Length)> StepBuffers(ModelArtifact model)
    {
        var slots = model.Program.Buffers.Select(slot => (StateLayout.TypeName(slot.Element), slot.Width)).ToList();
        return [slots[0], ("float", model.Inputs.Count), .. slots.Skip(1)];
    }

    const string SnapshotId = "Metadata.SnapshotId", SnapshotsType = "global::EdgeLstm.Layers.Snapshots";

    const string RestoreResult = "global::EdgeLstm.RestoreResult";

    /// <summary>The exception of a snapshot that is refused.</summary>
    const string Refused = SnapshotsType + ".Refused(result, snapshot.Length, SnapshotBytes, ModelName + \" \" + ArtifactSha256)";

    static string ArrayType(StateLayout.Field field) => StateLayout.ArrayType(field.Type, field.Length);

    /// <summary>What a snapshot begins with: the first 16 bytes of the artifact's hash.</summary>
    static IEnumerable<string> IdBytes(ModelArtifact model)
    {
        string hash = model.Sha256.PadRight(32, '0');
        for (int k = 0; k < 16; k++)
            yield return "0x" + hash.Substring(2 * k, 2);
    }
}
