using EdgeLstm.Generator.Tests.Models;
using EdgeLstm.Generator.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Generator.Tests.Pipeline;

/// <summary>Typing must not run the generator again. That a plain second run is cached is asserted by every run of every test.</summary>
public class CachingTests
{
    const string Engine = "[EdgeLstm.EdgeLstmModel(\"engine.elstm\")] partial class Engine;";
    const string Other = "class Other { int Value; }";

    readonly TextFile _file = new("engine.elstm", ModelBuilder.Text());

    [Fact]
    public void The_first_run_runs_every_step()
    {
        var run = GeneratorRun.Of(Engine, _file);
        Assert.All(TrackingNames.All, name => Assert.Equal([IncrementalStepRunReason.New], run.Reasons(name)));
        Assert.Equal(2, run.Result.GeneratedSources.Length);
    }

    [Fact]
    public void An_edit_of_another_file_keeps_everything()
    {
        var run = GeneratorRun.Of([Engine, Other], [_file]);
        Edit(run, 1, Other.Replace("int", "long", StringComparison.Ordinal)).AssertAllCached();
        Edit(run, 1, "").AssertAllCached();
    }

    [Fact]
    public void A_line_above_the_class_moves_its_location_but_writes_nothing()
    {
        var run = Edit(GeneratorRun.Of(Engine, _file), 0, "// a comment\n" + Engine);
        Assert.Equal([IncrementalStepRunReason.Modified], run.Reasons(TrackingNames.Requests));
        run.AssertReused(TrackingNames.Emissions);
        Assert.All(run.OutputReasons(), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void A_file_that_was_saved_without_a_change_is_not_parsed_again()
    {
        var run = GeneratorRun.Of(Engine, _file).Again(_file, new("engine.elstm", ModelBuilder.Text()));
        Assert.Equal([IncrementalStepRunReason.Unchanged], run.Reasons(TrackingNames.Texts));
        Assert.Equal([IncrementalStepRunReason.Cached], run.Reasons(TrackingNames.Files));
        run.AssertAllCached();
    }

    [Fact]
    public void An_edited_artifact_is_written_again()
    {
        var first = GeneratorRun.Of(Engine, _file);
        var second = first.Again(_file, new("engine.elstm", ModelBuilder.Text(seed: 2)));
        Assert.Equal([IncrementalStepRunReason.Modified], second.Reasons(TrackingNames.Emissions));
        Assert.NotEqual(first.Source("Engine.g.cs"), second.Source("Engine.g.cs"));
        Assert.NotEqual(first.Source("Engine.Weights.g.cs"), second.Source("Engine.Weights.g.cs"));
        second.Again(second.Input.Clone()).AssertAllCached();
    }

    [Fact]
    public void An_edited_artifact_leaves_the_other_models_alone()
    {
        var pump = new TextFile("pump.elstm", ModelBuilder.Text(seed: 3));
        var run = GeneratorRun.Of([Engine, "[EdgeLstm.EdgeLstmModel(\"pump.elstm\")] partial class Pump;"], [_file, pump])
            .Again(pump, new("pump.elstm", ModelBuilder.Text(seed: 4)));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], run.Reasons(TrackingNames.Emissions).Order());
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified],
            run.OutputReasons().Where(reason => reason == IncrementalStepRunReason.Modified));
    }

    [Fact]
    public void A_file_that_is_no_model_is_not_even_read()
    {
        var run = GeneratorRun.Of(Engine, _file, new TextFile("readme.txt", "text", isModel: false));
        Assert.Single(run.Reasons(TrackingNames.Files));
        run.Compile();
    }

    [Fact]
    public void A_cancelled_run_says_so()
    {
        var run = GeneratorRun.Of(Engine, _file);
        var driver = run.Driver.ReplaceAdditionalText(_file, new TextFile("engine.elstm", ModelBuilder.Text(seed: 2)));
        Assert.Throws<OperationCanceledException>(() => driver.RunGenerators(run.Input, new CancellationToken(canceled: true)));
    }

    static GeneratorRun Edit(GeneratorRun run, int file, string text)
    {
        var tree = run.Input.SyntaxTrees.ElementAt(file);
        return run.Again(run.Input.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath)));
    }
}
