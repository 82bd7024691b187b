using System.Reflection;
using EdgeLstm.Generator.Tests.Models;

namespace EdgeLstm.Package.Tests;

/// <summary>
/// What <c>edgelstm new app</c> and <c>dotnet new edgelstm</c> write, built with warnings as errors from the packed package, run, and asked
/// its own tests. Not compiled ahead of time, which needs a linker.
/// </summary>
[Trait("Category", "Slow")]
public class NewAppTests(PackedRuntime package) : IClassFixture<PackedRuntime>
{
    static readonly string[] Build = ["-c", "Release", "-warnaserror", "-p:PublishAot=false"];

    static readonly string Pump = Path.Combine(Dotnet.Repository, "examples/raspberrypi/models/pump.elstm");

    [Fact]
    public void An_app_of_a_streaming_model_builds_and_rings_over_a_semicolon_table()
    {
        string app = New(Pump, "pump-watch");
        Test(app);

        // A life of the example's pump as Excel writes it in German, with titles of its own.
        string table = Path.Combine(app, "..", "excel.csv");
        File.WriteAllText(table, File.ReadAllText(Path.Combine(Dotnet.Repository, "templates/app/sample.csv"))
            .Replace(',', ';').Replace('.', ',').Replace("kurtosis", "K1", StringComparison.Ordinal));
        var (output, exitCode) = Run(app, "pump-watch", "--replay", table, "--column", "kurtosis=K1", "--quiet");
        Assert.Equal(3, exitCode);
        Assert.Matches(
            @"^ +\d+  warm after 293 rows\n +\d+  ALARM raised: fault_probability is above 0\.5\n561 rows, 1 alarms, ringing", output);
    }

    [Fact]
    public void An_app_of_a_window_model_builds_and_answers_from_its_own_sample()
    {
        string artifact = Path.Combine(package.Folder, "both ways.elstm");
        var model = new ModelBuilder(Scheme.Int8x16, 3).Named("both ways").Lstm(20).Lstm(20, reverse: true).Dense(2).Head();
        File.WriteAllText(artifact, model.OutputNames("life \"left\"", "b").Text());
        string app = New(artifact, "2nd app");
        Test(app);
        var (output, exitCode) = Run(app, "2nd_app", "--replay", "sample.csv");
        Assert.True(exitCode is 0 or 3, output);
        Assert.Contains("    29  warming up, 29 of 30 rows\n    30  life \"left\" = ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_of_dotnet_new_builds_as_it_stands()
    {
        string hive = Path.Combine(package.Folder, "hive"), app = Folder("template");
        Dotnet.Succeed(Dotnet.Repository, "pack", "templates", "--artifacts-path", Path.Combine(package.Folder, "artifacts"), "-o",
            package.Feed, $"-p:Version={package.Version}");
        string packed = Path.Combine(package.Feed, $"EdgeLstm.Templates.{package.Version}.nupkg");
        Dotnet.Succeed(app, "new", "install", packed, "--debug:custom-hive", hive);
        Dotnet.Succeed(app, "new", "edgelstm", "-n", "My-Plant", "--feed", package.Feed, "--debug:custom-hive", hive, "--no-update-check");
        app = Path.Combine(app, "My-Plant");
        Dotnet.Succeed(app, ["build", .. Build]);
        var (output, exitCode) = Run(app, "My-Plant", "--replay", "sample.csv", "--quiet");
        Assert.Equal(3, exitCode);
        Assert.Contains("ALARM raised", output, StringComparison.Ordinal);
        var written = Directory.EnumerateFiles(app, "*.cs", SearchOption.AllDirectories);
        foreach (string file in written.Where(path => !path.Contains("/obj/", StringComparison.Ordinal)))
            Assert.DoesNotMatch("Plant(App|Space|Model)|PLANT_", File.ReadAllText(file));
    }

    /// <summary>The tool writes the project, below a configuration that leaves the machine's package folder as it is.</summary>
    string New(string model, string name)
    {
        string app = Path.Combine(Folder(name), name);
        var (output, exitCode) = Dotnet.Run(package.Folder, Tool, "new", "app", model, "-o", app, "--feed", package.Feed);
        Assert.True(exitCode == 0, output);
        return app;
    }

    string Folder(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(package.Folder, "apps", name)).FullName;
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(package.Folder, "packages")}" /></config>
              <fallbackPackageFolders><add key="here" value="{Metadata("Packages")}" /></fallbackPackageFolders>
            </configuration>
            """);
        return folder;
    }

    static void Test(string app) =>
        Assert.Matches(@"Failed: +0, Passed: +14,", Dotnet.Succeed(app, ["test", "tests", .. Build]));

    static (string Output, int ExitCode) Run(string app, string name, params string[] arguments) =>
        Dotnet.Run(app, [Path.Combine(app, $"bin/Release/net10.0/{name}.dll"), .. arguments]);

    static string Tool => Metadata("Tool");

    static string Metadata(string key) =>
        typeof(NewAppTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!;
}
