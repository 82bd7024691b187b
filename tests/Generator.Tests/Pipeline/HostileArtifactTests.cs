using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Tests.Docs;
using EdgeLstm.Generator.Tests.Running;

namespace EdgeLstm.Generator.Tests.Pipeline;

/// <summary>Artifacts with a valid hash whose code once did not compile. The tool's tests have the same files.</summary>
public class HostileArtifactTests
{
    const string Class = "[EdgeLstm.EdgeLstmModel(\"engine.elstm\")] partial class Engine;";

    static string Folder => Path.Combine(Page.Root, "tests", "Golden", "cases", "hostile");

    public static TheoryData<string> Artifacts =>
        [.. Directory.GetFiles(Folder, "*.elstm").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Artifacts))]
    public void It_is_refused_with_the_readers_id_and_no_code_is_made(string name)
    {
        string text = File.ReadAllText(Path.Combine(Folder, name));
        var refusal = Assert.Throws<ModelException>(() => ArtifactReader.Read(text));
        string expected = name.Split('-')[0] is "name" or "function" ? ErrorCatalogue.ArtifactSyntax : ErrorCatalogue.ArtifactRange;
        Assert.Equal(expected, refusal.Id);

        var run = GeneratorRun.Of(Class, new TextFile("engine.elstm", text));
        string message = run.Only(ErrorCatalogue.ArtifactUnreadable).GetMessage();
        Assert.StartsWith($"{expected}: ", message, StringComparison.Ordinal);
        Assert.Contains(refusal.Found, message, StringComparison.Ordinal);
        Assert.Empty(run.Result.GeneratedSources);
    }
}
