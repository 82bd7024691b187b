using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Generator.Tests.Pipeline;

/// <summary>Each diagnostic: id, place, and a message that says what was found, what was expected and what to do.</summary>
public class DiagnosticTests
{
    const string Attribute = "EdgeLstm.EdgeLstmModel(\"engine.elstm\")";
    const string Engine = $"[{Attribute}] partial class Engine;";

    [Fact]
    public void ELSTM001_a_model_that_is_not_in_the_project() => AssertAtAttribute(
        GeneratorRun.Of("\n[EdgeLstm.EdgeLstmModel(\"models/engine.elstm\")] partial class Engine;", Model("b.elstm"), Model("lib/a.elstm")), "ELSTM001",
        "found 'models/engine.elstm', which is no EdgeLstmModel item of the project, expected one of 'b.elstm', 'lib/a.elstm'; "
        + "add <EdgeLstmModel Include=\"models/engine.elstm\" /> to an ItemGroup of the project file",
        "EdgeLstm.EdgeLstmModel(\"models/engine.elstm\")", line: 1);

    [Fact]
    public void ELSTM001_a_project_without_any_model() => AssertAtAttribute(
        GeneratorRun.Of(Engine, new TextFile("engine.elstm", ModelBuilder.Text(), isModel: false)), "ELSTM001",
        "found 'engine.elstm', which is no EdgeLstmModel item of the project, expected an EdgeLstmModel item (there is none); "
        + "add <EdgeLstmModel Include=\"engine.elstm\" /> to an ItemGroup of the project file");

    [Fact]
    public void ELSTM001_a_path_that_differs_only_in_case() => AssertAtAttribute(
        GeneratorRun.Of(Engine, Model("models/Engine.elstm")), "ELSTM001",
        "found 'engine.elstm', which is no EdgeLstmModel item of the project, expected one of 'models/Engine.elstm'; write the path in the case of 'models/Engine.elstm'");

    [Fact]
    public void ELSTM012_a_project_with_a_model_and_no_class()
    {
        AssertAtFile(
            GeneratorRun.Of("class Engine;", Model("engine.elstm")), "ELSTM012",
            "found 'engine.elstm' and no class that asks for a model, expected a class that the generator completes; "
                + "write [EdgeLstm.EdgeLstmModel(\"engine.elstm\")] public sealed partial class EngineModel; in a C# file of the project");
        GeneratorRun.Of("class Engine;", new TextFile("engine.elstm", "hello")).Only("ELSTM002"); // not both
    }

    [Fact]
    public void ELSTM002_a_damaged_artifact() => AssertAtFile(
        GeneratorRun.Of(Engine, new TextFile("engine.elstm", ModelBuilder.Text().Replace("warm-up 12", "warm-up 13", StringComparison.Ordinal))), "ELSTM002",
        "ELSTM030: engine.elstm: found contents with hash ", "expected the hash that the last line states; the file was changed after it was written: write the file again with 'edgelstm quantize'");

    [Fact]
    public void ELSTM002_a_file_that_is_no_artifact() => AssertAtFile(
        GeneratorRun.Of(Engine, new TextFile("engine.elstm", "hello")), "ELSTM002",
        "ELSTM031: engine.elstm: found a first line that is not 'edgelstm 5', expected an .elstm artifact; write the file again with 'edgelstm quantize'");

    [Fact]
    public void ELSTM002_a_file_that_cannot_be_read() => AssertAtFile(
        GeneratorRun.Of(Engine, new TextFile("engine.elstm", null)), "ELSTM002",
        "found no readable file 'engine.elstm', expected an .elstm artifact; write it with 'edgelstm quantize', or take the item out of the project");

    [Fact]
    public void ELSTM002_is_reported_once_however_many_classes_ask() =>
        GeneratorRun.Of(Engine + $"[{Attribute}] partial class Second;", new TextFile("engine.elstm", "hello")).Only("ELSTM002");

    [Fact]
    public void ELSTM003_an_artifact_of_a_newer_tool() => AssertAtFile(
        GeneratorRun.Of(Engine, new TextFile("engine.elstm", "edgelstm 6" + ModelBuilder.Text()["edgelstm 2".Length..])), "ELSTM003",
        "engine.elstm: found artifact version 6, expected at most 5; update the EdgeLstm packages of this project");

    [Fact]
    public void ELSTM004_a_class_that_is_not_partial() => AssertAtAttribute(
        GeneratorRun.Of($"[{Attribute}] class Engine;", Model()), "ELSTM004",
        "found class 'Engine' without 'partial', expected a partial class; write 'partial class Engine': the generator adds the model as its other part");

    [Fact]
    public void ELSTM005_two_parts_of_one_class_with_a_model_each()
    {
        var run = GeneratorRun.Of(["namespace A; [EdgeLstm.EdgeLstmModel(\"b.elstm\")] partial class Engine;", $"namespace A; {Engine}"], [Model("b.elstm"), Model()]);
        Assert.Equal(
            "found A.Engine with 'engine.elstm' beside A.Engine with 'b.elstm', expected one class to a name, and one model to a class; "
            + "take one of the two attributes away, or rename one class", run.Only("ELSTM005").GetMessage());
        Assert.EndsWith("File1.cs", run.Diagnostics[0].Location.GetLineSpan().Path, StringComparison.Ordinal);
        Assert.Equal(2, run.Result.GeneratedSources.Length);
    }

    [Fact]
    public void ELSTM005_two_classes_that_differ_only_in_case() => AssertAtAttribute(
        GeneratorRun.Of(Engine + "\n[EdgeLstm.EdgeLstmModel(\"engine.elstm\")] partial class ENGINE;", Model()), "ELSTM005",
        "found ENGINE with 'engine.elstm' beside Engine with 'engine.elstm', expected one class to a name, and one model to a class; "
        + "take one of the two attributes away, or rename one class", line: 1);

    [Theory]
    [InlineData("bidirectional", "layer 'lstm1' runs from the window's last sample to its first")]
    [InlineData("same-conv", "layer 'conv0' reads 2 samples ahead")]
    [InlineData("valid-conv", "layer 'conv0' gives another number of steps than it takes")]
    [InlineData("global-pool", "layer 'pool1' needs the whole window")]
    [InlineData("autoencoder", "layer 'pick1' gives the window's last step only")]
    public void ELSTM006_a_streaming_class_of_a_model_that_reads_ahead(string model, string why)
    {
        var file = new TextFile("engine.elstm", Zoo.Builder(model).Text());
        AssertAtAttribute(
            GeneratorRun.Of("[EdgeLstm.EdgeLstmModel(\"engine.elstm\", Streaming = true)] partial class Engine;", file), "ELSTM006",
            $"found 'engine.elstm', a model that needs whole windows: {why}, expected a model that takes one sample after the other, as Streaming = true asks; "
            + "take Streaming = true away and use SlidingWindow or Predict, or train a model without such a layer");
        Assert.Empty(GeneratorRun.Of("[EdgeLstm.EdgeLstmModel(\"engine.elstm\")] partial class Engine;", file).Diagnostics);
    }

    [Fact]
    public void A_streaming_class_of_a_causal_model_is_fine() =>
        GeneratorRun.Of("[EdgeLstm.EdgeLstmModel(\"engine.elstm\", Streaming = true)] partial class Engine;", Model()).Compile();

    [Fact]
    public void ELSTM007_a_very_large_model_is_a_warning_and_still_written()
    {
        var model = new ModelBuilder(Scheme.Int8, 4).Lstm(1030).Dense(1).Head();
        var run = GeneratorRun.Of(Engine, new TextFile("engine.elstm", model.Text()));
        AssertAtAttribute(run, "ELSTM007",
            $"found {model.Build().WeightBytes} bytes of weights in 'engine.elstm', expected at most 4194304; every build takes seconds longer: train a smaller model or quantize it to int8");
        Assert.Equal(DiagnosticSeverity.Warning, run.Diagnostics[0].DefaultSeverity);
        Assert.Equal(2, run.Result.GeneratedSources.Length);
    }

    [Theory]
    [InlineData($"class Plant {{ [{Attribute}] partial class Engine; }}", "a class inside of 'Plant'")]
    [InlineData($"[{Attribute}] partial class Engine<T>;", "a generic class")]
    [InlineData($"[{Attribute}] static partial class Engine;", "a static class")]
    [InlineData($"[{Attribute}] partial record Engine;", "a record")]
    [InlineData($"[{Attribute}] file partial class Engine;", "a class that only its own file sees")]
    [InlineData($"[{Attribute}] partial class State;", "a class with the name of its own member 'State'")]
    public void ELSTM008_a_class_that_no_second_part_completes(string source, string found) => AssertAtAttribute(
        GeneratorRun.Of(source, Model()), "ELSTM008",
        $"found [EdgeLstmModel] on {found}, expected a plain class of a namespace; declare 'partial class EngineModel' outside of any type and put the attribute there");

    [Fact]
    public void ELSTM009_a_bare_name_that_fits_two_models() => AssertAtAttribute(
        GeneratorRun.Of(Engine, Model("new/engine.elstm"), Model("old/engine.elstm")), "ELSTM009",
        "found 2 models named 'engine.elstm': 'new/engine.elstm', 'old/engine.elstm', expected one; give the path from the project, [EdgeLstmModel(\"new/engine.elstm\")]");

    [Theory]
    [InlineData($"[{Attribute}] partial class Engine {{ int _state; }}", "'_state' in class 'Engine'")]
    [InlineData($"[{Attribute}] partial class Engine {{ static class Weights; }}", "'Weights' in class 'Engine'")]
    [InlineData($"[{Attribute}] partial class Engine {{ public int Step => 1; }}", "'Step' in class 'Engine'")]
    [InlineData($"[{Attribute}] partial class Engine {{ void InputCount() {{ }} }}", "'InputCount' in class 'Engine'")]
    [InlineData($"[{Attribute}] partial class Engine {{ public Output Step(ref State s, in Sample x) => default; }}", "'Step' in class 'Engine'")]
    [InlineData($"[{Attribute}] partial class Engine {{ void Step(System.ReadOnlySpan<float> a, System.Span<float> b) {{ }} }}", "'Step' in class 'Engine'")]
    [InlineData($"class Machine {{ protected int Kernel; }} [{Attribute}] partial class Engine : Machine;", "'Kernel' in base class 'Machine' of 'Engine'")]
    [InlineData($"class Machine {{ public void Reset() {{ }} }} [{Attribute}] partial class Engine : Machine;", "'Reset' in base class 'Machine' of 'Engine'")]
    [InlineData($"class Machine {{ public virtual int Reset() => 1; }} [{Attribute}] partial class Engine : Machine;", "'Reset' in base class 'Machine' of 'Engine'")]
    public void ELSTM010_a_member_that_has_a_generated_members_name(string source, string found) => AssertAtAttribute(
        GeneratorRun.Of(source, Model()), "ELSTM010",
        $"found {found}, expected no member of a name that the generated part has; rename yours, or keep it in a class of its own that has the model as a field");

    [Theory]
    [InlineData("Engine.g.cs")]
    [InlineData("Engine.Weights.g.cs")]
    public void ELSTM010_a_file_that_an_earlier_build_wrote_into_the_project(string file) => AssertAtAttribute(
        GeneratorRun.Of([Engine, GeneratorRun.Of(Engine, Model()).Source(file)], [Model()]), "ELSTM010",
        $"found '{TextFile.Project}/File1.cs', generated for 'Engine' before, among the files to compile, expected the project's own files; "
        + "add <Compile Remove=\"$(CompilerGeneratedFilesOutputPath)/**/*.cs\" /> to the project, or the folder that 'edgelstm codegen' wrote to");

    [Theory]
    [InlineData("public float Step(float a) => a; public static void Reset(int times) { } int Mine; void Run() { }", "")]
    [InlineData("", " : Machine")]
    [InlineData("public void Reset(string why) { }", " : Special")]
    public void Overloads_and_members_that_nobody_sees_are_fine(string members, string parent) => GeneratorRun.Of($$"""
        public class Machine { int _state; void Reset() { } private class Weights; public virtual void Step(System.ReadOnlySpan<float> sample, System.Span<float> output) { } }
        public class Special : Machine { public virtual void Reset() { } }
        [{{Attribute}}] public sealed partial class Engine{{parent}} { {{members}} }
        """, Model()).Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id is not ("CS0169" or "CS0414")).ToList().ForEach(d => Assert.Fail(d.ToString()));

    [Fact]
    public void ELSTM011_a_language_before_generated_code()
    {
        var run = GeneratorRun.Of([$"[{Attribute}] partial class Engine {{ }}"], [Model()], LanguageVersion.CSharp11);
        AssertAtAttribute(run, "ELSTM011", "found C# 11.0, expected C# 12 or later, in which the model's code is written; take LangVersion out of the project file, or raise it");
        Assert.Empty(run.Output.GetDiagnostics());
    }

    [Fact]
    public void An_exception_that_nobody_foresaw_is_a_diagnostic()
    {
        // Where an emitter fails on a model that the reader let through.
        var problem = Diagnostics.Problem.Defect("engine.elstm", LocationInfo.Of("/src/engine.elstm"), new InvalidOperationException("out of luck"));
        var diagnostic = problem.ToDiagnostic();
        Assert.Equal(("ELSTM002", "/src/engine.elstm"), (diagnostic.Id, diagnostic.Location.GetLineSpan().Path));
        Assert.Equal(
            "found InvalidOperationException while reading 'engine.elstm': out of luck, expected no exception; "
            + "this is a defect of the generator: please report it with the artifact's first lines", diagnostic.GetMessage());
    }

    [Fact]
    public void Every_id_of_the_catalogue_below_30_has_a_rule()
    {
        var ids = typeof(EdgeLstm.Generator.Model.Errors.ErrorCatalogue).GetFields().Select(field => (string)field.GetValue(null)!).Where(id => string.CompareOrdinal(id, "ELSTM020") < 0);
        Assert.All(ids, id => Assert.Equal(id, Diagnostics.Rules.Of(id).Id));
    }

    static TextFile Model(string path = "engine.elstm") => new(path, ModelBuilder.Text());

    static void AssertAtAttribute(GeneratorRun run, string id, string message, string attribute = Attribute, int line = 0)
    {
        var diagnostic = run.Only(id);
        Assert.Equal(message, diagnostic.GetMessage());
        Assert.Equal($"{TextFile.Project}/File0.cs", diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(line, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal(attribute, run.Input.SyntaxTrees.First().GetText().ToString(diagnostic.Location.SourceSpan).Replace(", Streaming = true", "", StringComparison.Ordinal));
    }

    static void AssertAtFile(GeneratorRun run, string id, params string[] parts)
    {
        var diagnostic = run.Only(id);
        Assert.All(parts, part => Assert.Contains(part, diagnostic.GetMessage(), StringComparison.Ordinal));
        Assert.StartsWith(parts[0], diagnostic.GetMessage(), StringComparison.Ordinal);
        Assert.Equal($"{TextFile.Project}/engine.elstm", diagnostic.Location.GetLineSpan().Path);
        Assert.Empty(run.Result.GeneratedSources);
    }
}
