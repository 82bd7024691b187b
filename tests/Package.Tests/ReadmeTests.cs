using System.Text.RegularExpressions;
using EdgeLstm.Generator.Tests.Docs;

namespace EdgeLstm.Package.Tests;

/// <summary>
/// README.md's walk-through, built as it stands: its project file, class and program, with the packed package and the example's artifact.
/// </summary>
[Trait("Category", "Slow")]
public class ReadmeTests(PackedRuntime package) : IClassFixture<PackedRuntime>
{
    const string Reference = """<PackageReference Include="EdgeLstm.Runtime" Version="0.1.0-*" />""";

    // Compiling ahead of time needs a linker, which the README's test command does not ask for; CI publishes this program too.
    const string Jit = "-p:PublishAot=false";

    [Fact]
    public void The_readmes_project_builds_from_the_package_and_predicts()
    {
        Assert.Contains(Reference, Example("project"), StringComparison.Ordinal);
        Assert.Matches(@"^\d+ h left; \d+ % to fail within 48 h\s*$", Project(Example("project")).Run(Jit));
    }

    [Fact]
    public void The_readme_references_the_version_that_the_repository_makes()
    {
        Assert.Contains("<VersionPrefix>0.1.0</VersionPrefix>", Page.File("Directory.Build.props"), StringComparison.Ordinal);
        Assert.StartsWith("0.1.0-", package.Version);
    }

    [Fact]
    public void Generated_files_in_the_project_are_left_out_as_the_page_says()
    {
        string shown = Example("emitted"), remove = shown[shown.IndexOf("<ItemGroup>", StringComparison.Ordinal)..];
        const string Written = "Generated/EdgeLstm.Generator/EdgeLstm.Generator.EdgeLstmGenerator/Pump.g.cs";
        var consumer = Project(Example("project").Replace("</Project>", shown + "\n</Project>", StringComparison.Ordinal));
        consumer.Build(Jit);
        Assert.Contains("partial class Pump", consumer.Read(Written), StringComparison.Ordinal);
        consumer.Write("Program.cs", Example("step") + "\n// changed, so that the compiler runs again");
        consumer.Build(Jit);

        // Without the last lines it does not.
        consumer.Write("Plant.csproj", consumer.Read("Plant.csproj").Replace(remove, "", StringComparison.Ordinal));
        string line = Regex.Escape(remove.Split('\n')[1].Trim());
        Assert.Matches(
            $@"Pump\.cs\(3,2\): error ELSTM010: found '.*Generated/EdgeLstm\.Generator/.*/Pump\.(Weights\.)?g\.cs', .*add {line}",
            consumer.FailToBuild(Jit));
    }

    Consumer Project(string file)
    {
        var consumer = new Consumer(package, "");
        consumer.Write("Plant.csproj", file);
        consumer.Write("Pump.cs", Example("class"));
        consumer.Write("Program.cs", Example("step"));
        consumer.Write("pump.elstm", Page.File("examples/raspberrypi/models/pump.elstm"));
        return consumer;
    }

    static string Example(string name) => Page.All().SelectMany(page => page.Blocks).Single(block => block.Mark == $"example: {name}").Text;
}
