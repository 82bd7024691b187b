using System.Reflection;
using System.Runtime.Loader;
using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Quantize.Tests.Family;

/// <summary>The generated class of an artifact, compiled in memory.</summary>
sealed class GeneratedClass
{
    const string Steps = """
            public static void Stream(float[] samples, float[] outputs)
            {
                Model.State state = default;
                for (int t = 0; t < samples.Length / Model.InputCount; t++)
                {
                    var copy = state; // a state is a value: the step goes on with a copy, and with what a snapshot gave back
                    var snapshot = new byte[Model.SnapshotBytes];
                    copy.Save(snapshot);
                    state = Model.State.Restore(snapshot);
                    Model.Step(ref state, new ReadOnlySpan<float>(samples, t * Model.InputCount, Model.InputCount), new Span<float>(outputs, t * Model.OutputCount, Model.OutputCount));
                }

                SaturatedStates = state.SaturatedStates;
            }

            public static long SaturatedStates;
        """;

    static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => path.Length != 0).Select(path => MetadataReference.CreateFromFile(path))];

    readonly Type _harness;
    readonly ModelArtifact _model;

    public GeneratedClass(ModelArtifact model)
    {
        _model = model;
        var target = new ClassTarget("Plant", "Model");
        string states = string.Concat(model.States.GroupBy(state => state.Name).Select((_, k) => $"states[{k}], "));
        string code = $$"""
            using System;
            namespace Plant
            {
                public sealed partial class Model;
                public static class Harness
                {
                    public static void Predict(float[] window, float[][] states, float[] output, byte[] workspace) => Model.Predict(window, {{states}}output{{(model.CanStream ? "" : ", workspace")}});
                    public static int Workspace(int samples) => {{(model.CanStream ? "0" : "Model.WorkspaceFor(samples)")}};
                {{(model.CanStream ? Steps : "")}}
                }
            }
            """;
        var trees = new[] { code, ModelEmitter.EmitClass(model, target), ModelEmitter.EmitWeights(model, target) }.Select(text => CSharpSyntaxTree.ParseText(text));
        var compilation = CSharpCompilation.Create("Generated", trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5)));
        image.Position = 0;
        _harness = new AssemblyLoadContext("Generated").LoadFromStream(image).GetType("Plant.Harness")!;
    }

    /// <summary>One window, in a workspace of just the bytes that it says and full of dirt.</summary>
    /// <param name="states">The values of each input that gives initial states.</param>
    public void Predict(float[] window, int samples, IReadOnlyDictionary<string, float[]> states, float[] output)
    {
        var workspace = new byte[(int)Call("Workspace", samples)!];
        Array.Fill(workspace, (byte)0xA5);
        Call("Predict", window, _model.States.Select(state => state.Name).Distinct().Select(name => states[name]).ToArray(), output, workspace);
    }

    /// <summary>Every step's output. Gives what the state counted of itself that was cut off.</summary>
    public long Stream(float[] samples, float[] outputs)
    {
        Call("Stream", samples, outputs);
        return (long)_harness.GetField("SaturatedStates")!.GetValue(null)!;
    }

    object? Call(string name, params object[] arguments) => _harness.GetMethod(name)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
