namespace EdgeLstm.Package.Tests;

/// <summary>
/// An <c>.onnx</c> item runs the tool before the compiler, and only when something changed. The tool's part is played by a command that
/// writes down its arguments: what the tool does is the business of its own tests.
/// </summary>
[Trait("Category", "Slow")]
public class OnnxItemTests(PackedRuntime package) : IClassFixture<PackedRuntime>
{
    const string Items = """<EdgeLstmModel Include="models/trained.onnx" Calibration="data.csv" Scheme="int8x16" />""";

    [Fact]
    public void A_trained_model_is_quantized_before_it_is_compiled_and_then_no_more()
    {
        var consumer = Project("models/trained.onnx");
        Assert.Equal("engine 3 True engine.onnx", consumer.Run().Trim());
        string call = consumer.Read("calls.txt");
        Assert.Matches("""^quantize .*models/trained\.onnx -o .*obj/Debug/net10\.0/edgelstm/models/trained\.elstm --calibrate=data\.csv --scheme=int8x16\n$""", call);

        consumer.Build();
        Assert.Equal(call, consumer.Read("calls.txt"));

        consumer.Write("data.csv", "a\n2\n");
        consumer.Build();
        Assert.Equal(call + call, consumer.Read("calls.txt"));
    }

    [Fact]
    public void The_same_code_finds_the_model_by_the_name_of_its_artifact() => Project("trained.elstm").Build();

    [Fact]
    public void An_error_of_the_tool_is_an_error_of_the_build()
    {
        var consumer = Project("models/trained.onnx");
        consumer.Write("tool.sh", "echo 'error ELSTM104: found operator Conv, expected LSTM; remove it' >&2\nexit 1\n");
        string output = consumer.FailToBuild();
        Assert.Contains("error ELSTM104: found operator Conv, expected LSTM; remove it", output, StringComparison.Ordinal);
        Assert.Contains("error ELSTM023: found exit code 1 of 'sh tool.sh quantize ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_items_are_quantized_one_by_one()
    {
        var consumer = Project("models/trained.onnx", """<EdgeLstmModel Include="old/trained.onnx" Calibration="data.csv" Schema="schema.csv" /><EdgeLstmModel Include="models/engine.elstm" />""");
        consumer.Write("old/trained.onnx", "weights");
        consumer.Write("schema.csv", "");
        consumer.Build();
        string[] calls = consumer.Read("calls.txt").Trim().Split('\n');
        Assert.Equal(2, calls.Length);
        Assert.EndsWith("models/trained.elstm --calibrate=data.csv --scheme=int8x16", calls[0], StringComparison.Ordinal);
        Assert.EndsWith("old/trained.elstm --calibrate=data.csv --schema=schema.csv", calls[1], StringComparison.Ordinal);

        consumer.Write("old/trained.onnx", "other weights");
        consumer.Build();
        Assert.Equal([.. calls, calls[1]], consumer.Read("calls.txt").Trim().Split('\n'));
    }

    [Fact]
    public void Keras_and_PyTorch_files_are_items_too()
    {
        var consumer = Project("models/trained.onnx",
            """
            <EdgeLstmModel Include="a.keras;b.h5" Calibration="data.csv" />
            <EdgeLstmModel Include="c.pt" Calibration="data.csv" Forward="lstm,last,fc" />
            <EdgeLstmModel Include="d.pt" Calibration="data.csv" Forward="lstm;last;fc" />
            """);
        foreach (string file in (string[])["a.keras", "b.h5", "c.pt", "d.pt"])
            consumer.Write(file, "weights");
        string output = consumer.Build();
        string[] calls = consumer.Read("calls.txt").Trim().Split('\n');
        Assert.Equal(5, calls.Length);
        Assert.EndsWith("edgelstm/d.elstm --calibrate=data.csv --forward=lstm,last,fc", calls[4], StringComparison.Ordinal);
        Assert.EndsWith("edgelstm/a.elstm --calibrate=data.csv", calls[1], StringComparison.Ordinal);
        Assert.EndsWith("edgelstm/b.elstm --calibrate=data.csv", calls[2], StringComparison.Ordinal);
        Assert.EndsWith("edgelstm/c.elstm --calibrate=data.csv --forward=lstm,last,fc", calls[3], StringComparison.Ordinal);
        Assert.DoesNotContain("ELSTM026", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_without_Forward_are_a_warning()
    {
        var consumer = Project("models/trained.onnx", """<EdgeLstmModel Include="c.pt" Calibration="data.csv" />""");
        consumer.Write("c.pt", "weights");
        Assert.Contains("warning ELSTM026: found EdgeLstmModel c.pt without Forward", consumer.Build(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_any_name_is_a_name_and_no_command()
    {
        string[] names = ["a`touch ran`b", "c$(touch ran)d", "it's; touch ran;", "\"; touch ran; \"", "-o", "100%41 %25 & | > ran",
            "[x] {y} #!~@(a)", "${HOME}$HOME"];
        var consumer = Project("models/trained.onnx",
            """<EdgeLstmModel Include="field/*.onnx" Calibration="-data.csv" Scheme="$(Odd)" />""");
        consumer.Write("Directory.Build.props", "<Project><PropertyGroup><Odd>`touch ran`</Odd></PropertyGroup></Project>");
        consumer.Write("-data.csv", "a\n1\n");
        consumer.Write("tool.sh", "printf '%s\\n' \"$@\" >> calls.txt\ncp models/engine.elstm \"$4\"\n");
        foreach (string name in names)
            consumer.Write($"field/{name}.onnx", "weights");
        consumer.Write("Field.cs", """[EdgeLstm.EdgeLstmModel("field/a`touch ran`b.onnx")] public sealed partial class Field;""");
        consumer.Build();
        Assert.False(consumer.Has("ran"));
        string[] calls = consumer.Read("calls.txt").Split('\n');
        Assert.Equal(names.Length, calls.Count(line => line == "--scheme=`touch ran`"));
        Assert.Equal(names.Length, calls.Count(line => line == "--calibrate=-data.csv"));
        Assert.All(names, name => Assert.Contains(calls, line => line.EndsWith($"/field/{name}.onnx", StringComparison.Ordinal)));
        Assert.All(names, name => Assert.True(consumer.Has($"obj/Debug/net10.0/edgelstm/field/{name}.elstm"), name));
    }

    [Fact]
    public void Artifacts_lie_where_the_project_has_its_intermediate_files()
    {
        var consumer = Project("models/trained.onnx");
        string elsewhere = Directory.CreateDirectory(Path.Combine(package.Folder, Path.GetRandomFileName())).FullName;
        consumer.Build($"-p:IntermediateOutputPath={elsewhere}/");
        Assert.True(File.Exists(Path.Combine(elsewhere, "edgelstm/models/trained.elstm")));
        Assert.False(consumer.Has(elsewhere[1..] + "/edgelstm/models/trained.elstm"));

        var layout = Project("models/trained.onnx");
        layout.Write("Directory.Build.props",
            "<Project><PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput></PropertyGroup></Project>");
        Assert.Equal("engine 3 True engine.onnx", layout.Run().Trim());
        Assert.True(layout.Has("artifacts/obj/Plant/debug/edgelstm/models/trained.elstm"));
    }

    [Theory]
    [InlineData("Plant.csproj", "net7.0",
        "found TargetFramework net7.0, expected net8.0 or later, which EdgeLstm.Runtime is made for; raise TargetFramework in the project file")]
    [InlineData("Plant.csproj", "netstandard2.0", "found TargetFramework netstandard2.0, expected net8.0 or later")]
    [InlineData("Plant.vbproj", "net10.0", "found a project that is not C#, expected a C# project")]
    public void A_project_that_no_code_can_be_made_for_says_so(string file, string framework, string message)
    {
        string folder = Directory.CreateDirectory(Path.Combine(package.Folder, Path.GetRandomFileName())).FullName;
        File.WriteAllText(Path.Combine(folder, file), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>{framework}</TargetFramework></PropertyGroup>
              <ItemGroup><EdgeLstmModel Include="engine.elstm" /></ItemGroup>
              <Import Project="{Dotnet.Repository}/src/Runtime/buildTransitive/EdgeLstm.Runtime.targets" />
            </Project>
            """);

        // Not a whole build: that would have to restore the framework's reference pack.
        var (output, exitCode) = Dotnet.Run(folder, "msbuild", "-t:EdgeLstmRequire");
        Assert.True(exitCode != 0, output);
        Assert.Contains($"{file} : error ELSTM024: {message}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("11")]
    [InlineData("7.3")]
    [InlineData("ISO-1")]
    [InlineData("iso-2")]
    public void A_language_before_generated_code_is_the_only_error(string language)
    {
        var consumer = Project("models/trained.onnx",
            $"</ItemGroup><PropertyGroup><LangVersion>{language}</LangVersion></PropertyGroup><ItemGroup>");
        consumer.Write("Program.cs", """
            class Program { static void Main() { new Engine().Reset(); } }
            [EdgeLstm.EdgeLstmModel("models/trained.onnx")] partial class Engine { }
            """);
        string output = consumer.FailToBuild();
        Assert.Contains($"Plant.csproj : error ELSTM011: found C# {language}, expected C# 12 or later", output, StringComparison.Ordinal);
        Assert.DoesNotContain("error CS", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12.0")]
    [InlineData("latest")]
    public void A_language_that_generated_code_is_written_in_is_fine(string language) =>
        Project("models/trained.onnx", $"</ItemGroup><PropertyGroup><LangVersion>{language}</LangVersion></PropertyGroup><ItemGroup>")
            .Build();

    Consumer Project(string path, string more = "")
    {
        var consumer = new Consumer(package, Items + more
            + "</ItemGroup><PropertyGroup><EdgeLstmTool>sh tool.sh</EdgeLstmTool></PropertyGroup><ItemGroup>", path);
        consumer.Write("models/trained.onnx", "weights");
        consumer.Write("data.csv", "a\n1\n");
        consumer.Write("tool.sh", "echo \"$@\" >> calls.txt\ncp models/engine.elstm \"$4\"\n");
        return consumer;
    }
}
