using System.IO.Compression;
using System.Text.RegularExpressions;

namespace EdgeLstm.Package.Tests;

/// <summary>What a user gets from the feed.</summary>
[Trait("Category", "Slow")]
public class PackageTests(PackedRuntime package) : IClassFixture<PackedRuntime>
{
    const string Artifact = """<EdgeLstmModel Include="models/engine.elstm" />""";

    [Fact]
    public void The_package_holds_the_library_the_generator_and_the_item()
    {
        using var zip = ZipFile.OpenRead(package.File);
        var entries = zip.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal));
        Assert.Equal(
            [
                "EdgeLstm.Runtime.nuspec", "README.md", "[Content_Types].xml", "analyzers/dotnet/cs/EdgeLstm.Generator.dll",
                "buildTransitive/EdgeLstm.Runtime.props",
                "buildTransitive/EdgeLstm.Runtime.targets", "icon.png", "lib/net10.0/EdgeLstm.Runtime.dll",
                "lib/net10.0/EdgeLstm.Runtime.xml",
                "lib/net8.0/EdgeLstm.Runtime.dll", "lib/net8.0/EdgeLstm.Runtime.xml", "lib/net9.0/EdgeLstm.Runtime.dll",
                "lib/net9.0/EdgeLstm.Runtime.xml",
            ],
            entries.Order(StringComparer.Ordinal));
        using var nuspec = new StreamReader(zip.GetEntry("EdgeLstm.Runtime.nuspec")!.Open());
        Assert.DoesNotContain("<dependency ", nuspec.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_item_and_one_attribute_make_a_model() =>
        Assert.Equal("engine 3 True engine.onnx", new Consumer(package, Artifact).Run().Trim());

    [Fact]
    public void A_project_of_the_repository_imports_the_same_in_one_line() =>
        Assert.Equal("engine 3 True engine.onnx", new Consumer(package, Artifact, inRepository: true)
            .Run("--artifacts-path", Path.Combine(package.Folder, "in-repository")).Trim());

    [Fact]
    public void A_model_that_is_not_in_the_project_is_an_error_at_the_attribute()
    {
        string output = new Consumer(package, Artifact, path: "models/pump.elstm").FailToBuild();
        Assert.Matches(@"Program\.cs\(9,6\): error ELSTM001: found 'models/pump\.elstm', .* expected one of 'models/engine\.elstm'; add <EdgeLstmModel Include=""models/pump\.elstm"" />", output);
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net9.0")]
    public void A_program_for_an_older_framework_has_a_library_of_its_own(string framework)
    {
        // No host is made, so that the reference pack is all that the registry has to give; the newest runtime runs it.
        string properties = $"<TargetFramework>{framework}</TargetFramework><UseAppHost>false</UseAppHost><RollForward>Major</RollForward>";
        var consumer = new Consumer(package, Artifact, properties: properties, onlyTheFeed: false);
        consumer.Write("Who.cs", """
            using System.Reflection;
            using System.Runtime.Versioning;

            static class Who
            {
                [System.Runtime.CompilerServices.ModuleInitializer]
                internal static void Say() => System.Console.WriteLine(
                    typeof(EdgeLstm.Kernel).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkDisplayName);
            }
            """);
        Assert.Equal($".NET {framework[3..]}\nengine 3 True engine.onnx", consumer.Run().Trim());
    }

    [Fact]
    public void A_framework_that_is_too_old_is_the_only_error_of_its_build()
    {
        const string Properties = "<TargetFramework>net6.0</TargetFramework><UseAppHost>false</UseAppHost>"
            + "<CheckEolTargetFramework>false</CheckEolTargetFramework>";
        var consumer = new Consumer(package, Artifact, properties: Properties, onlyTheFeed: false);
        AssertOnlyUnsupported(
            consumer.FailToBuild(), "Plant.csproj : error ELSTM024: found TargetFramework net6.0, expected net8.0 or later");
    }

    [Theory]
    [InlineData("8.0.416", true)]
    [InlineData("9.0.204", true)]
    [InlineData("9.0.300", false)]
    [InlineData("10.0.100-rc.2.25502.107", false)]
    public void An_SDK_whose_compiler_cannot_load_the_generator_is_named(string version, bool isTooOld)
    {
        var (output, exitCode) = new Consumer(package, Artifact, inRepository: true)
            .Try("msbuild", "-t:EdgeLstmRequire", $"-p:NETCoreSdkVersion={version}");
        Assert.Equal(isTooOld, exitCode != 0);
        Assert.Equal(isTooOld, output.Contains(
            $"Plant.csproj : error ELSTM027: found .NET SDK {version}, expected 9.0.300 or later", StringComparison.Ordinal));
    }

    [Fact]
    public void Visual_Basic_is_the_only_error_of_its_build()
    {
        var consumer = new Consumer(package, Artifact, properties: "<OptionStrict>On</OptionStrict>", project: "Plant.vbproj");
        consumer.Write("Program.vb", """
            Module Program
                Sub Main()
                    Dim engine As New Plant.Engine()
                    engine.Reset()
                End Sub
            End Module
            """);
        AssertOnlyUnsupported(
            consumer.FailToBuild(), "Plant.vbproj : error ELSTM024: found a project that is not C#, expected a C# project");
    }

    [Theory]
    [InlineData("""<EdgeLstmModel Include="models/engine.tflite" />""",
        "ELSTM020: found EdgeLstmModel items models/engine.tflite, expected .elstm files, or trained models that end in .onnx, .h5,")]
    [InlineData("""<EdgeLstmModel Include="models/pump.elstm" />""",
        "ELSTM021: found no file for the EdgeLstmModel items models/pump.elstm, expected each to be there; correct the path")]
    [InlineData("""<EdgeLstmModel Include="models/engine.onnx" />""", "ELSTM022: found EdgeLstmModel models/engine.onnx without Calibration, expected data to quantize it with; write <EdgeLstmModel Include=\"models/engine.onnx\" Calibration=\"data.csv\" />")]
    public void An_item_that_cannot_be_used_says_what_to_write(string item, string message)
    {
        var consumer = new Consumer(package, item);
        consumer.Write("models/engine.tflite", "");
        consumer.Write("models/engine.onnx", "");
        Assert.Contains("Plant.csproj : error " + message, consumer.FailToBuild(), StringComparison.Ordinal);
    }

    /// <summary>Ours is the only error, whatever the code would make of a class without members.</summary>
    static void AssertOnlyUnsupported(string output, string message)
    {
        Assert.Contains(message, output, StringComparison.Ordinal);
        var errors = Regex.Matches(output, @"\berror [A-Z]+[0-9]+").Select(error => error.Value);
        Assert.All(errors, error => Assert.Equal("error ELSTM024", error));
    }
}
