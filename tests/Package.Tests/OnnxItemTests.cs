namespace EdgeLstm.Package.Tests;

/// <summary>
/// An <c>.onnx</c> item runs the tool before the compiler, and only when something changed. The tool's part is played by a command that writes down
/// its arguments: what the tool does is the business of its own tests.
/// </summary>
public class OnnxItemTests(PackedRuntime package) : IClassFixture<PackedRuntime>
{
    const string Items = """<EdgeLstmModel Include="models/trained.onnx" Calibration="data.csv" Scheme="int8x16" />""";

    [Fact]
    public void A_trained_model_is_quantized_before_it_is_compiled_and_then_no_more()
    {
        var consumer = Project("models/trained.onnx");
        Assert.Equal("engine 3 True engine.onnx", consumer.Run().Trim());
        string call = consumer.Read("calls.txt");
        Assert.Matches("""^quantize .*models/trained\.onnx -o .*obj/Debug/net10\.0/edgelstm/models/trained\.elstm --calibrate data\.csv --scheme int8x16\n$""", call);

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
        Assert.EndsWith("models/trained.elstm --calibrate data.csv --scheme int8x16", calls[0], StringComparison.Ordinal);
        Assert.EndsWith("old/trained.elstm --calibrate data.csv --schema schema.csv", calls[1], StringComparison.Ordinal);

        consumer.Write("old/trained.onnx", "other weights");
        consumer.Build();
        Assert.Equal([.. calls, calls[1]], consumer.Read("calls.txt").Trim().Split('\n'));
    }

    Consumer Project(string path, string more = "")
    {
        var consumer = new Consumer(package, Items + more + "</ItemGroup><PropertyGroup><EdgeLstmTool>sh tool.sh</EdgeLstmTool></PropertyGroup><ItemGroup>", path);
        consumer.Write("models/trained.onnx", "weights");
        consumer.Write("data.csv", "a\n1\n");
        consumer.Write("tool.sh", "echo \"$@\" >> calls.txt\ncp models/engine.elstm \"$4\"\n");
        return consumer;
    }
}
