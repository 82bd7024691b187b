using EdgeLstm.Generator.Tests.Docs;

namespace EdgeLstm.Package.Tests;

/// <summary>README.md's walk-through, built as it stands: its project file, class and program, with the packed package and the example's artifact.</summary>
public class ReadmeTests(PackedRuntime package) : IClassFixture<PackedRuntime>
{
    const string Reference = """<PackageReference Include="EdgeLstm.Runtime" Version="0.1.0" />""";

    [Fact]
    public void The_readmes_project_builds_from_the_package_and_predicts()
    {
        var consumer = new Consumer(package, "");
        string project = Example("project");
        Assert.Contains(Reference, project, StringComparison.Ordinal);
        consumer.Write("Plant.csproj", project.Replace("\"0.1.0\"", $"\"{package.Version}\"", StringComparison.Ordinal));
        consumer.Write("Pump.cs", Example("class"));
        consumer.Write("Program.cs", Example("step"));
        consumer.Write("pump.elstm", Page.File("examples/raspberrypi/models/pump.elstm"));

        // Compiling ahead of time needs a linker, which the README's test command does not ask for; CI publishes this program too.
        Assert.Matches(@"^\d+ h left; \d+ % to fail within 48 h\s*$", consumer.Run("-p:PublishAot=false"));
    }

    [Fact]
    public void The_readme_references_the_version_that_the_repository_makes() =>
        Assert.Contains("<Version>0.1.0</Version>", Page.File("Directory.Build.props"), StringComparison.Ordinal);

    static string Example(string name) => Page.All().First().Blocks.Single(block => block.Mark == $"example: {name}").Text;
}
