using System.Xml.Linq;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Search;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Tool.Tests.Commands;

public sealed class CompressPageTests : CompressRuns
{
    [Fact]
    [Trait("Category", "Slow")]
    public void The_page_has_all_sections_and_fetches_nothing()
    {
        Json("--budget", "3%", "--report", Folder["r.html"]);
        string page = File.ReadAllText(Folder["r.html"]);
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
        Assert.Equal(1 + 4 + 2 + 1, sections["errors"].Descendants("tr").Count()); // header, gates, cell and hidden state, head
        Assert.Contains("edgelstm quantize m.onnx", sections["again"].Value);
        Assert.DoesNotContain("NaN", page);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void With_the_truth_the_budget_is_what_the_error_against_it_may_grow_by()
    {
        float[] Truth(int seed, int windows) => [.. new EvaluationSamples(Network, new(RandomNetwork.Data(new Random(seed), windows, Steps, Features), null), default).Float.Select((value, k) => value + (k % 3 - 1) * 0.1f)];
        NpyFile.Write(Folder["truth.npy"], [30, 2], Truth(6, 30));
        NpyFile.Write(Folder["testtruth.npy"], [12, 2], Truth(7, 12));
        var output = Json("--truth", Folder["truth.npy"], "--test-truth", Folder["testtruth.npy"], "--budget", "20%").GetProperty("outputs")[0];
        double before = output.GetProperty("floatTruthRmse").GetDouble();
        Assert.InRange(before, 0.05, 0.1);
        Assert.Equal(0.2 * before, output.GetProperty("limit").GetDouble(), 1e-9);
        Assert.Equal((output.GetProperty("truthRmse").GetDouble() - before) / (0.2 * before), output.GetProperty("ofBudget").GetDouble(), 1e-6);
    }
}
