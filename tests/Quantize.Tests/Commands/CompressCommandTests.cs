using System.Text.Json;
using System.Xml.Linq;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Commands;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Quantize.Tests.Commands;

public sealed class CompressCommandTests : IDisposable
{
    const int Features = 4, Steps = 20;

    static readonly Network Network = RandomNetwork.Of(new Random(5), Features, 16, 0.3f);

    readonly TemporaryFolder folder = new();

    public CompressCommandTests()
    {
        NpyFile.Write(folder["data.npy"], [30, Steps, Features], RandomNetwork.Data(new Random(6), 30, Steps, Features).Values);
        NpyFile.Write(folder["test.npy"], [12, Steps, Features], RandomNetwork.Data(new Random(7), 12, Steps, Features).Values);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Time is made of work here, so that the same is chosen each time.</summary>
    static Toolchain Tools => Toolchain.Default with
    {
        Import = _ => Network,
        TimeSteps = (models, _, _) => [.. models.Select(model => model.Layers.Sum(ArtifactReport.MultiplyAccumulates) * (model.Scheme == Scheme.Int8 ? 0.1 : 0.18))],
    };

    ToolRun Run(params string[] more) => ToolRun.Of(Tools, ["compress", "m.onnx", "--data", folder["data.npy"], "--test", folder["test.npy"], "-o", folder["m.elstm"], .. more]);

    JsonElement Json(params string[] more)
    {
        var run = Run([.. more, "--json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    ModelArtifact Written => ArtifactReader.Read(File.ReadAllText(folder["m.elstm"]));

    static JsonElement[] Inside(JsonElement report) => [.. report.GetProperty("front").EnumerateArray().Where(row => row.GetProperty("ofLimit").GetDouble() <= 1)];

    [Fact]
    public void The_smallest_inside_the_budget_is_written()
    {
        var report = Json("--budget", "3%");
        var chosen = Assert.Single(report.GetProperty("front").EnumerateArray(), row => row.GetProperty("chosen").GetBoolean());
        Assert.Equal(Inside(report).Min(row => row.GetProperty("bytes").GetInt64()), chosen.GetProperty("bytes").GetInt64());
        Assert.InRange(chosen.GetProperty("ofLimit").GetDouble(), 0, 1);
        Assert.Equal(report.GetProperty("weightBytes").GetInt64(), Written.WeightBytes);
        Assert.Equal(chosen.GetProperty("bytes").GetInt64(), Written.WeightBytes);
    }

    [Fact]
    public void The_fastest_inside_the_budget_is_written()
    {
        var report = Json("--budget", "5%", "--prefer", "speed");
        var chosen = Assert.Single(report.GetProperty("front").EnumerateArray(), row => row.GetProperty("chosen").GetBoolean());
        Assert.Equal(Inside(report).Min(row => row.GetProperty("nsPerStep").GetDouble()), chosen.GetProperty("nsPerStep").GetDouble());
    }

    [Fact]
    public void A_larger_budget_takes_fewer_bytes()
    {
        long[] bytes = [.. new[] { "3%", "40%" }.Select(budget => Json("--budget", budget).GetProperty("weightBytes").GetInt64())];
        Assert.InRange(bytes[1], 1, bytes[0] - 1);
    }

    [Fact]
    public void Nothing_inside_the_budget_is_an_error_that_names_the_nearest_and_writes_nothing()
    {
        var run = Run("--budget", "0.0000001rmse", "--report", folder["r.html"]);
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith($"error {ErrorCatalogue.NothingInBudget}: ", line);
        Assert.Contains("the nearest, int8x16, is", line);
        Assert.Equal(["data.npy", "test.npy"], folder.Names);
    }

    [Fact]
    public void The_same_is_written_each_time_and_by_the_command_that_it_names()
    {
        string first = Run("--budget", "3%", "--report", folder["r.html"]).Out, text = File.ReadAllText(folder["m.elstm"]), page = File.ReadAllText(folder["r.html"]);
        Assert.Equal(first, Run("--budget", "3%", "--report", folder["r.html"]).Out);
        Assert.Equal(text, File.ReadAllText(folder["m.elstm"]));
        Assert.Equal(page, File.ReadAllText(folder["r.html"]));

        string command = first.Split('\n').Single(line => line.Contains("made again by: edgelstm ")).Split("edgelstm ")[1].Trim();
        File.Delete(folder["m.elstm"]);
        Assert.Equal(0, ToolRun.Of(Tools, command.Split(' ')).Code);
        Assert.Equal(text, File.ReadAllText(folder["m.elstm"]));
    }

    [Fact]
    public void The_page_has_all_sections_and_fetches_nothing()
    {
        Json("--budget", "3%", "--report", folder["r.html"]);
        string page = File.ReadAllText(folder["r.html"]);
        foreach (string forbidden in new[] { "<script", "http:", "https:", "src=", "url(", "@import", "<link" })
            Assert.DoesNotContain(forbidden, page);
        Assert.Contains("width=device-width", page);
        var body = XElement.Parse(page[page.IndexOf("<body>", StringComparison.Ordinal)..(page.IndexOf("</body>", StringComparison.Ordinal) + 7)]);
        var sections = body.Elements("section").ToDictionary(section => section.Attribute("id")!.Value);
        Assert.Equal(["summary", "trade-off", "predictions", "errors", "weights", "gates", "again"], sections.Keys);
        Assert.Equal(2, sections["trade-off"].Descendants("svg").Count());
        Assert.Equal(2, sections["predictions"].Descendants("svg").Count()); // outputs
        Assert.Equal(4, sections["weights"].Descendants("svg").Count());
        Assert.Equal(3, sections["gates"].Descendants("svg").Count());
        Assert.Equal(1 + 4 + 1 + 1, sections["errors"].Descendants("tr").Count()); // header, gates, hidden state, head
        Assert.Contains("edgelstm quantize m.onnx", sections["again"].Value);
        Assert.DoesNotContain("NaN", page);
    }

    [Fact]
    public void With_the_truth_the_budget_is_what_the_error_against_it_may_grow_by()
    {
        float[] floats = new Yardstick(Network, RandomNetwork.Data(new Random(7), 12, Steps, Features), null, default).Float;
        NpyFile.Write(folder["truth.npy"], [12, 2], floats.Select((value, k) => value + (k % 3 - 1) * 0.1f).ToArray());
        var output = Json("--truth", folder["truth.npy"], "--budget", "5%").GetProperty("outputs")[0];
        double before = output.GetProperty("floatTruthRmse").GetDouble();
        Assert.InRange(before, 0.05, 0.1);
        Assert.Equal(0.05 * before, output.GetProperty("limit").GetDouble(), 1e-9);
        Assert.Equal((output.GetProperty("truthRmse").GetDouble() - before) / (0.05 * before), output.GetProperty("ofBudget").GetDouble(), 1e-6);
    }

    [Fact]
    public void Without_test_data_the_end_of_the_data_is_set_aside()
    {
        var run = ToolRun.Of(Tools, "compress", "m.onnx", "--data", folder["data.npy"], "-o", folder["m.elstm"], "--budget", "3%");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("no --test: the last 6 windows of --data are it", run.Out);
        Assert.Contains("chosen by the error on the last 5 windows of --data", run.Out);
    }
}
