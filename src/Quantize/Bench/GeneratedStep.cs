using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Generator.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Quantize.Bench;

/// <summary>The generated class of a model, compiled in memory, and a loop of its <c>Step</c>, or of its <c>Predict</c> where it needs windows, over varying samples.</summary>
public sealed class GeneratedStep
{
    // Compiled beside the model, so that what is timed is a direct call as in a user's program.
    const string Harness = """
        public static class Harness
        {
            public static long Run(float[] samples, float[] output, int steps)
            {
                Bench.Model.State state = default;
                int at = 0;
                long start = System.Diagnostics.Stopwatch.GetTimestamp();
                for (int t = 0; t < steps; t++)
                {
                    Bench.Model.Step(ref state, new System.ReadOnlySpan<float>(samples, at, Bench.Model.InputCount), output);
                    at = at + Bench.Model.InputCount == samples.Length ? 0 : at + Bench.Model.InputCount;
                }
                return System.Diagnostics.Stopwatch.GetTimestamp() - start;
            }
        }
        """;

    const string WindowHarness = """
        public static class Harness
        {
            const int Window = SAMPLES * Bench.Model.InputCount;
            static readonly byte[] workspace = new byte[Bench.Model.WorkspaceFor(SAMPLES)];

            public static long Run(float[] samples, float[] output, int windows)
            {
                int at = 0;
                long start = System.Diagnostics.Stopwatch.GetTimestamp();
                for (int n = 0; n < windows; n++)
                {
                    Bench.Model.Predict(new System.ReadOnlySpan<float>(samples, at, Window), output, workspace);
                    at = at + Bench.Model.InputCount + Window > samples.Length ? 0 : at + Bench.Model.InputCount;
                }
                return System.Diagnostics.Stopwatch.GetTimestamp() - start;
            }
        }
        """;

    readonly Func<float[], float[], int, long> run;

    public GeneratedStep(ModelArtifact model)
    {
        SamplesPerRun = model.CanStream ? 1 : model.Window ?? Math.Max(model.WarmUpSteps, model.Plan.LeastSamples);
        run = Compile(model, model.CanStream ? Harness : WindowHarness.Replace("SAMPLES", SamplesPerRun.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Samples = RandomSamples(model, 255 + SamplesPerRun);
        Output = new float[model.Outputs.Count * (model.CanStream ? 1 : model.Plan.OutputRowsOf(SamplesPerRun))];
    }

    /// <summary>Samples that one run of the loop takes: 1, or a window, which slides over <see cref="Samples"/>.</summary>
    public int SamplesPerRun { get; }

    /// <summary>What the loop reads, [256 or more, inputs], over and over.</summary>
    public float[] Samples { get; }

    /// <summary>What the last step or window gave.</summary>
    public float[] Output { get; }

    /// <summary>Resets the state and takes so many steps, or windows, from the first sample on.</summary>
    /// <returns>The time they took, in <see cref="Stopwatch"/>'s ticks.</returns>
    public long Run(int steps) => run(Samples, Output, steps);

    static Func<float[], float[], int, long> Compile(ModelArtifact model, string harness)
    {
        var target = new ClassTarget("Bench", "Model");
        var options = new CSharpParseOptions(LanguageVersion.CSharp12);
        var trees = new[] { "namespace Bench { public sealed partial class Model; }", ModelEmitter.EmitClass(model, target), ModelEmitter.EmitWeights(model, target), harness }
            .Select(text => CSharpSyntaxTree.ParseText(text, options));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.Length != 0).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("EdgeLstm.InMemory", trees, references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(result.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error).ToString());
        image.Position = 0;
        // A context each: the default one takes an assembly of this name only once.
        var assembly = new AssemblyLoadContext("EdgeLstm.InMemory").LoadFromStream(image);
        return assembly.GetType("Harness")!.GetMethod("Run", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Func<float[], float[], int, long>>();
    }

    /// <summary>Samples over each channel's calibrated range: gates take the same time whatever they are given, but caches and branches should not be fooled.</summary>
    static float[] RandomSamples(ModelArtifact model, int count)
    {
        var random = new Random(1);
        float half = model.Scheme switch { Scheme.Int8 => 127, Scheme.Int8x16 => 8192, _ => 1 };
        return [.. Enumerable.Range(0, count).SelectMany(_ => model.Inputs.Select(i => i.Centre + (2 * random.NextSingle() - 1) * half / i.InverseStep))];
    }
}
