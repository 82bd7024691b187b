using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Tool.Bench;

/// <summary>
/// The generated class of a model, compiled in memory, and loops over varying samples: of its <c>Step</c>, or of its <c>Predict</c> where
/// it needs windows, and of
/// its <c>SlidingWindow</c>.
/// </summary>
sealed class GeneratedStep
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
            static int Window => SAMPLES * Bench.Model.InputCount;
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

    const string SlidingHarness = """
        public static class SlidingHarness
        {
            static readonly Bench.Model.SlidingWindow window = new(SAMPLES);

            public static long Run(float[] samples, float[] output, int pushes)
            {
                int at = 0;
                while (!window.IsFull)
                    window.Push(new System.ReadOnlySpan<float>(samples, 0, Bench.Model.InputCount));
                long start = System.Diagnostics.Stopwatch.GetTimestamp();
                for (int n = 0; n < pushes; n++)
                {
                    window.Push(new System.ReadOnlySpan<float>(samples, at, Bench.Model.InputCount), output);
                    at = at + Bench.Model.InputCount == samples.Length ? 0 : at + Bench.Model.InputCount;
                }
                return System.Diagnostics.Stopwatch.GetTimestamp() - start;
            }
        }
        """;

    /// <summary>Samples of a window where neither training nor the model's warm-up says how many.</summary>
    const int FreeWindow = 64;

    readonly Func<float[], float[], int, long> _run, _push;
    readonly float[] _pushed;

    public GeneratedStep(ModelArtifact model)
    {
        int known = model.Rules.WindowOr(model.Window) ?? model.WarmUpSteps;
        WindowSamples = Math.Max(known > 1 ? known : FreeWindow, model.Plan.MinSamples);
        SamplesPerRun = model.CanStream ? 1 : model.Rules.WindowOr(model.Window) ?? Math.Max(model.WarmUpSteps, model.Plan.MinSamples);
        var assembly = Compile(model, model.CanStream ? Harness : Sized(WindowHarness, SamplesPerRun),
            Sized(SlidingHarness, WindowSamples));
        (_run, _push) = (Loop(assembly, nameof(Harness)), Loop(assembly, nameof(SlidingHarness)));
        Samples = RandomSamples(model, 255 + SamplesPerRun);
        Output = new float[model.Outputs.Count * (model.CanStream ? 1 : model.Plan.OutputRowsOf(SamplesPerRun))];
        _pushed = new float[model.Outputs.Count];
    }

    /// <summary>Samples that one run of the loop takes: 1, or a window, which slides over <see cref="Samples"/>.</summary>
    public int SamplesPerRun { get; }

    /// <summary>Samples of the sliding window.</summary>
    public int WindowSamples { get; }

    /// <summary>What the loop reads, [256 or more, inputs], over and over.</summary>
    public float[] Samples { get; }

    /// <summary>What the last step or window gave.</summary>
    public float[] Output { get; }

    /// <summary>Resets the state and takes so many steps, or windows, from the first sample on.</summary>
    /// <returns>The time they took, in <see cref="Stopwatch"/>'s ticks.</returns>
    public long Run(int steps) => _run(Samples, Output, steps);

    /// <summary>Pushes so many samples, from the first on, through a sliding window that is full.</summary>
    /// <returns>The time they took, in <see cref="Stopwatch"/>'s ticks.</returns>
    public long Push(int pushes) => _push(Samples, _pushed, pushes);

    static string Sized(string harness, int samples) =>
        harness.Replace("SAMPLES", samples.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    static Func<float[], float[], int, long> Loop(Assembly assembly, string harness) =>
        assembly.GetType(harness)!.GetMethod("Run",
            BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Func<float[], float[], int, long>>();

    static Assembly Compile(ModelArtifact model, params IEnumerable<string> harnesses)
    {
        var target = new ClassTarget("Bench", "Model");
        var options = new CSharpParseOptions(LanguageVersion.CSharp12);
        var trees = harnesses.Concat(["namespace Bench { public sealed partial class Model; }", ModelEmitter.EmitClass(model, target),
            ModelEmitter.EmitWeights(model, target)])
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
        return new AssemblyLoadContext("EdgeLstm.InMemory").LoadFromStream(image);
    }

    /// <summary>
    /// Samples over each channel's calibrated range: gates take the same time whatever they are given, but caches and branches should not
    /// be fooled.
    /// </summary>
    static float[] RandomSamples(ModelArtifact model, int count)
    {
        var random = new Random(1);
        float half = model.Scheme switch { Scheme.Int8 => 127, Scheme.Int8x16 => 8192, _ => 1 };
        return [.. Enumerable.Range(0, count).SelectMany(
            _ => model.Inputs.Select(i => i.Centre + (2 * random.NextSingle() - 1) * half / i.InverseStep))];
    }
}
