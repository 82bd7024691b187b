using EdgeLstm.Generator.Model;

namespace EdgeLstm.Generator.Emit;

/// <summary>Models that read ahead: layer by layer over the whole window.</summary>
static partial class ModelEmitter
{
    /// <summary>The most workspace that is taken from the stack.</summary>
    const int StackBytes = 32 * 1024;

    static void Windows(CodeWriter code, ModelArtifact model)
    {
        string steps = model.EveryStep ? model.Plan.OutputRows : "1";
        string outputs = steps switch { "1" => "OutputCount", "samples" => "samples * OutputCount", _ => $"({steps}) * OutputCount" };
        string described = model.EveryStep ? $"{CodeWriter.Doc(outputs.Replace("OutputCount", "<OutputCount>"))} values, one step after the other" : "<OutputCount> values";
        described = described.Replace("&lt;OutputCount&gt;", "<see cref=\"OutputCount\"/>").Replace("<OutputCount>", "<see cref=\"OutputCount\"/>");

        code.Line("/// <summary>Bytes of workspace that a window of some samples takes.</summary>");
        code.Line($"public static int WorkspaceFor(int samples) => checked({Workspace.Of(model).Expression});");
        code.Line();
        code.Line("/// <summary>Values that a window of some samples gives.</summary>");
        code.Line($"public static int OutputsFor(int samples) => {outputs};");
        code.Line();
        Predict(code, model, outputs, described, withStates: false);
        if (model.States.Count != 0)
            Predict(code, model, outputs, described, withStates: true);
        Prepare(
            code, "Predict(new float[MinSamples * InputCount], new float[OutputsFor(MinSamples)], new byte[WorkspaceFor(MinSamples)]);");
        Run(code, model);
        Checks(code);
    }

    static void Predict(CodeWriter code, ModelArtifact model, string outputs, string described, bool withStates)
    {
        string declarations = withStates ? StateDeclarations(model) : "", arguments = withStates ? StateArguments(model) : "";
        string defaults = withStates ? arguments : string.Concat(StateParameters(model).Select(_ => "default, "));
        code.Line($"/// <summary>Takes one window, in memory of the caller's. {AllocatesNothing}, which pack the weights; threads may predict at the same time, each with its own workspace.</summary>");
        code.Line("/// <param name=\"window\">Samples one after the other, <see cref=\"InputCount\"/> values each, <see cref=\"MinSamples\"/> or more.</param>");
        if (withStates)
            StateDocs(code, model);
        code.Line($"/// <param name=\"output\">{described}.</param>");
        code.Line("/// <param name=\"workspace\"><see cref=\"WorkspaceFor\"/> bytes or more, of any content.</param>");
        code.Line($"/// <returns>{Counted(model)}</returns>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length.</exception>");
        code.Open($"public static int Predict(global::System.ReadOnlySpan<float> window, {declarations}global::System.Span<float> output, global::System.Span<byte> workspace)");
        code.Line("int samples = Samples(window);");
        code.Line($"if (output.Length != {outputs})");
        code.Line($"    {WrongLength}(nameof(output), output.Length, {outputs});");
        if (withStates)
            StateChecks(code, model);
        code.Line("if (workspace.Length < WorkspaceFor(samples))");
        code.Line("    throw new global::System.ArgumentException($\"workspace has {workspace.Length} bytes, expected at least {WorkspaceFor(samples)}.\", nameof(workspace));");
        code.Line($"return Run(window, samples, {defaults}output, workspace);");
        code.Close();
        code.Line();
        code.Line($"/// <summary>The same with up to {StackBytes} bytes of workspace on the stack. Allocates as little.</summary>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length, or the window needs more workspace.</exception>");
        code.Open($"public static int Predict(global::System.ReadOnlySpan<float> window, {declarations}global::System.Span<float> output)");
        code.Line("int bytes = WorkspaceFor(Samples(window));");
        code.Line($"if (bytes > {StackBytes})");
        code.Line($"    throw new global::System.ArgumentException($\"window needs {{bytes}} bytes of workspace, expected at most {StackBytes}: give Predict a workspace.\", nameof(window));");
        code.Line("global::System.Span<byte> workspace = stackalloc byte[bytes];");
        code.Line($"return Predict(window, {arguments}output, workspace);");
        code.Close();
        code.Line();
    }

    static string Counted(ModelArtifact model) => $"How many values were {Clipped(model)}.";

    static void Run(CodeWriter code, ModelArtifact model)
    {
        var program = model.Program;
        code.Line("// Layer by layer: x is the input, q a layer's activation units, y its floats; a row for each of its steps.");
        code.Open($"static int Run(global::System.ReadOnlySpan<float> window, int samples, {StateDeclarations(model)}global::System.Span<float> output, global::System.Span<byte> workspace)");
        Memory(code, Workspace.Of(model));
        code.Line();
        code.Line("int saturated = 0;");
        WindowMemory(code, model);
        Print(code, model, program.Take);
        Print(code, model, program.Advance);
        code.Line();
        Print(code, model, program.Outputs);
        code.Line("return saturated;");
        code.Close();
        code.Line();
    }

    /// <summary>Rows of their own, and blocks that several layers' rows have one after the other.</summary>
    static void Memory(CodeWriter code, Workspace workspace)
    {
        int shared = 0;
        foreach (var block in workspace.Blocks)
        {
            if (block.Rows.Count == 1)
            {
                code.Line($"global::System.Span<{block.Rows[0].Type}> {block.Rows[0].Name} = global::EdgeLstm.Layers.Elements.Take<{block.Rows[0].Type}>(ref workspace, {Times(block.Rows[0].Steps, block.Rows[0].Width)});");
                continue;
            }

            string name = $"memory{shared++}";
            code.Line($"global::System.Span<byte> {name} = global::EdgeLstm.Layers.Elements.Take<byte>(ref workspace, {block.Expression});");
            foreach (var rows in block.Rows)
                code.Line($"global::System.Span<{rows.Type}> {rows.Name} = global::EdgeLstm.Layers.Elements.Part<{rows.Type}>({name}, {Times(rows.Steps, rows.Width)});");
        }
    }

    static string Times(StepCount steps, int width) =>
        steps.Fixed != 0 ? $"{(long)steps.Fixed * width}" : steps == StepCount.Samples ? $"samples * {width}" : $"({steps.Expression}) * {width}";

    static void Checks(CodeWriter code)
    {
        code.Open("static int Samples(global::System.ReadOnlySpan<float> window)");
        code.Line("int samples = window.Length / InputCount;");
        code.Line("if (samples < MinSamples || samples * InputCount != window.Length)");
        code.Line("    throw new global::System.ArgumentException($\"window has {window.Length} values, expected a multiple of {InputCount} and at least {MinSamples} samples.\", nameof(window));");
        code.Line("return samples;");
        code.Close();
    }
}
