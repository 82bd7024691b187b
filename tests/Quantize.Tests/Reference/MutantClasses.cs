using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Quantize.Tests.Reference;

/// <summary>The classes of many artifacts, each in a namespace of its own, in one compilation: it costs less than many.</summary>
sealed partial class MutantClasses : IDisposable
{
    // What gives warnings only is left out, and so is optimized code, whose bits other tests compare: both take longer than all the rest.
    static readonly CSharpParseOptions Parse = new CSharpParseOptions(LanguageVersion.CSharp12, DocumentationMode.None)
        .WithFeatures([new("run-nullable-analysis", "never")]);

    static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, warningLevel: 0);

    static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is "EdgeLstm.Runtime.dll" or "System.Private.CoreLib.dll" or "System.Runtime.dll"
            or "System.Memory.dll" or "System.Runtime.InteropServices.dll" or "netstandard.dll")
        .Select(path => MetadataReference.CreateFromFile(path))];

    readonly AssemblyLoadContext _context = new("mutants", isCollectible: true);
    readonly Assembly _assembly;

    public MutantClasses(IReadOnlyDictionary<int, ModelArtifact> mutants)
    {
        var trees = mutants.AsParallel().AsOrdered().SelectMany(mutant => Sources($"M{mutant.Key}", mutant.Value))
            .Select(text => CSharpSyntaxTree.ParseText(text, Parse));
        using var image = new MemoryStream();
        var result = CSharpCompilation.Create("Mutants", trees, References, Options).Emit(image);
        var errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error);
        Assert.True(result.Success, string.Join('\n', errors.Take(5).Select(Told)));
        image.Position = 0;
        _assembly = _context.LoadFromStream(image);
    }

    public void Dispose() => _context.Unload();

    /// <summary>Samples in; out come the values of all steps, where there are steps, of a window, and of a sliding one.</summary>
    public Func<float[], int, float[]> Run(int seed) =>
        _assembly.GetType($"M{seed}.Harness")!.GetMethod("Run")!.CreateDelegate<Func<float[], int, float[]>>();

    /// <summary>
    /// What a compiler could object to: the words that code is made of, and the types of its numbers. Digits and repetitions of a word do
    /// not matter, nor how often it comes.
    /// </summary>
    public static string Shape(ModelArtifact model) => string.Join(
        ' ', Sources("M", model).SelectMany(text => SyntaxFactory.ParseTokens(text, options: Parse))
            .DistinctBy(token => token.Text).Select(Shape).Distinct().Order());

    static string Shape(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.IdentifierToken => Runs().Replace(token.ValueText, "$1"),
        SyntaxKind.NumericLiteralToken => token.Value!.GetType().Name,
        _ => "",
    } + (token.ContainsDiagnostics ? "?" : "");

    [GeneratedRegex(@"\d+|(\p{L}+?)\1+")]
    private static partial Regex Runs();

    static string[] Sources(string space, ModelArtifact model)
    {
        var target = new ClassTarget(space, "Model");
        string harness = $"namespace {space} {{ public sealed partial class Model; {Harness(model)} }}";
        return [harness, ModelEmitter.EmitClass(model, target), ModelEmitter.EmitWeights(model, target)];
    }

    /// <summary>An error with its line, and the namespace, which is the mutant's.</summary>
    static string Told(Diagnostic error)
    {
        var text = error.Location.SourceTree?.GetText();
        var space = text?.Lines.FirstOrDefault(line => line.ToString().StartsWith("namespace", StringComparison.Ordinal));
        return $"{space}: {error} in {text?.Lines[error.Location.GetLineSpan().StartLinePosition.Line]}";
    }

    static string Harness(ModelArtifact model)
    {
        string states = string.Concat(model.States.GroupBy(state => state.Name).Select(group => $"new float[{group.Sum(Width)}], "));
        return $$"""
            public static class Harness
            {
                public static float[] Run(float[] samples, int values)
                {
                    int Inputs = Model.InputCount, Outputs = Model.OutputCount;
                    int count = samples.Length / Inputs, at = {{(model.CanStream ? "count * Outputs" : "0")}};
                    var result = new float[values];
                    {{(model.CanStream ? Steps : "")}}
                    var output = new System.Span<float>(result, at, values - Outputs - at);
                    Model.Predict(samples, {{states}}output{{(model.CanStream ? "" : ", new byte[Model.WorkspaceFor(count)]")}});
                    var window = new Model.SlidingWindow(count);
                    var last = new System.Span<float>(result, values - Outputs, Outputs);
                    for (int t = 0; t < count; t++)
                        window.Push(new System.ReadOnlySpan<float>(samples, t * Inputs, Inputs), last);
                    window.Save(new byte[window.SnapshotBytes]);
                    return result;
                }
            }
            """;

        int Width(StateInput state) => ((ArtifactRecurrent)model.Layers[state.Layer]).StateWidth(state.IsCell);
    }

    const string Steps = """
        Model.State state = default;
        for (int t = 0; t < count; t++)
        {
            var sample = new System.ReadOnlySpan<float>(samples, t * Inputs, Inputs);
            Model.Step(ref state, sample, new System.Span<float>(result, t * Outputs, Outputs));
        }

        var snapshot = new byte[Model.SnapshotBytes];
        state.Save(snapshot);
        if (Model.State.Restore(snapshot).Steps != count)
            throw new System.InvalidOperationException("another state than was saved");
        if (System.Runtime.CompilerServices.Unsafe.SizeOf<Model.State>() != Model.StateBytes)
            throw new System.InvalidOperationException("a state of another size");
        """;
}
