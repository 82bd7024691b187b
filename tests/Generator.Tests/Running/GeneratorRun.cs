using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Generator.Tests.Running;

/// <summary>One project through the generator. Every run is made twice, and the second has to take everything from the cache.</summary>
sealed class GeneratorRun
{
    static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) == "EdgeLstm.Runtime.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    GeneratorRun(GeneratorDriver driver, Compilation input)
    {
        Driver = driver.RunGeneratorsAndUpdateCompilation(input, out var output, out var diagnostics);
        (Input, Output, Diagnostics) = (input, output, diagnostics);
        Result = Driver.GetRunResult().Results.Single();
        Assert.Null(Result.Exception);
    }

    public GeneratorDriver Driver { get; }

    public Compilation Input { get; }

    public Compilation Output { get; }

    public ImmutableArray<Diagnostic> Diagnostics { get; }

    public GeneratorRunResult Result { get; }

    public static GeneratorRun Of(string source, params TextFile[] files) => Of([source], files);

    public static GeneratorRun Of(string[] sources, TextFile[] files, LanguageVersion language = LanguageVersion.Latest)
    {
        var parse = new CSharpParseOptions(language, DocumentationMode.Diagnose);
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: false,
            nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error,
            specificDiagnosticOptions: [new("CS1591", ReportDiagnostic.Suppress)]); // the tests' own code has no documentation
        var trees = sources.Select((source, k) => CSharpSyntaxTree.ParseText(source, parse, $"{TextFile.Project}/File{k}.cs"));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new EdgeLstmGenerator().AsSourceGenerator()], files, parse, new BuildOptions(),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        var run = new GeneratorRun(driver, CSharpCompilation.Create("Plant", trees, References, options));
        run.Again(run.Input.Clone()).AssertAllCached();
        return run;
    }

    /// <summary>The same driver over a project that changed.</summary>
    public GeneratorRun Again(Compilation input) => new(Driver, input);

    /// <summary>The same driver after a file changed.</summary>
    public GeneratorRun Again(TextFile old, TextFile changed) => new(Driver.ReplaceAdditionalText(old, changed), Input);

    public string Source(string hintName) => Result.GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();

    public void AssertAllCached()
    {
        Assert.All(TrackingNames.All, name => AssertReused(name));
        Assert.All(OutputReasons(), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    public void AssertReused(string step) =>
        Assert.All(Reasons(step), reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{step}: {reason}"));

    public List<IncrementalStepRunReason> Reasons(string step) =>
        Result.TrackedSteps.TryGetValue(step, out var runs) ? [.. runs.SelectMany(run => run.Outputs).Select(output => output.Reason)] : [];

    public List<IncrementalStepRunReason> OutputReasons() =>
        [.. Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason)];

    /// <summary>The project with the generated files compiles without a single warning; gives its assembly.</summary>
    public Assembly Compile()
    {
        Assert.Empty(Diagnostics);
        using var image = new MemoryStream();
        var result = Output.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(10)));
        return Assembly.Load(image.ToArray());
    }

    /// <summary>The only diagnostic of the run.</summary>
    public Diagnostic Only(string id)
    {
        var diagnostic = Assert.Single(Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        return diagnostic;
    }
}
