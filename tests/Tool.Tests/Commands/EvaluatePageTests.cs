using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using EdgeLstm.Quantize.Tests.Data;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary><c>evaluate --report</c>: a page that says and shows where the answers are wrong.</summary>
public sealed class EvaluatePageTests : IDisposable
{
    const int Machines = 8, Rows = 20, Window = 3, WindowsOfEach = Rows - Window + 1;

    /// <summary>What is left of a phone's 375 pixels beside its margins.</summary>
    const int Phone = 343;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_fault_has_its_confusion_its_curves_and_each_machines_lead_time()
    {
        // The last machine breaks without a sign, and the first is hot before.
        string table = FaultTable.Of(Machines, Rows, (_, row) => FaultTable.AtTheEnd(row, Rows) ? "worn" : "good",
            (m, row) => m == 0 ? row >= Rows / 2 : m < Machines - 1 && FaultTable.AtTheEnd(row, Rows));
        Train(table, "label", "classification");

        var (json, page) = Evaluate(table, "label", "classification");

        var confusion = json.GetProperty("confusion").EnumerateArray().ToArray();
        Assert.Equal(["good", "worn"], confusion.Select(row => row.GetProperty("true").GetString()));
        int Told(int row, int column) => confusion[row].GetProperty($"told{column}").GetInt32();
        int positives = json.GetProperty("positives").GetInt32();
        Assert.Equal((Machines * WindowsOfEach - positives, positives), (Told(0, 0) + Told(0, 1), Told(1, 0) + Told(1, 1)));
        Assert.Equal(json.GetProperty("recall").GetDouble(), (double)Told(1, 1) / positives, 9);

        // The machine that was missed stands first, behind it the one with false alarms.
        var machines = json.GetProperty("machines").EnumerateArray().ToArray();
        Assert.Equal(Machines, machines.Length);
        Assert.Equal(($"m{Machines - 1}", 0), (machines[0].GetProperty("group").GetString(), machines[0].GetProperty("warned").GetInt32()));
        Assert.Equal("m0", machines[1].GetProperty("group").GetString());
        Assert.Equal(Told(0, 1), machines.Sum(machine => machine.GetProperty("falseAlarms").GetInt32()));
        Assert.Equal(json.GetProperty("warned").GetInt32(), machines.Sum(machine => machine.GetProperty("warned").GetInt32()));

        var drawings = Drawings(page);
        Assert.Equal(2 + 6, drawings.Length); // two curves; the four worst machines and the two best
        Assert.Single(drawings[0].Elements("circle"), ring => ring.Attribute("class")!.Value == "ring");
        Assert.All(drawings[2..], drawing => Assert.Single(drawing.Elements("rect"), band => band.Attribute("class")!.Value == "band"));
        Assert.All((string[])["Confusion matrix", "told worn", "4 worst and the 2 best of 8"], text => Assert.Contains(text, page));
    }

    [Fact]
    public void Several_classes_have_a_confusion_matrix_with_every_window_in_it()
    {
        string table = FaultTable.Of(Machines, Rows, (_, row) => row < 7 ? "idle" : row < 14 ? "run" : "jam", (_, row) => row >= 14);
        Train(table, "label", "classification");

        var (json, page) = Evaluate(table, "label", "classification");

        string[] classes = ["idle", "jam", "run"];
        var rows = json.GetProperty("confusion").EnumerateArray().ToArray();
        Assert.Equal(classes, rows.Select(row => row.GetProperty("true").GetString()).Order(StringComparer.Ordinal));
        int[] each = [.. rows.Select(row => classes.Index().Sum(told => row.GetProperty($"told{told.Index}").GetInt32()))];
        Assert.Equal(json.GetProperty("classes").EnumerateArray().Select(row => row.GetProperty("windows").GetInt32()), each);
        Assert.Equal(Machines * WindowsOfEach, each.Sum());
        Assert.All(classes, name => Assert.Contains($"told {name}", page));
        Assert.Empty(Drawings(page));
    }

    [Fact]
    public void A_number_has_its_error_by_what_is_true_and_machine_by_machine()
    {
        string table = FaultTable.Of(Machines, Rows, (_, row) => (Rows - row).ToString(CultureInfo.InvariantCulture),
            (m, row) => m != 3 && row >= Rows / 2);
        Train(table, "label", "regression");

        var (json, page) = Evaluate(table, "label", "regression");

        var bins = json.GetProperty("errorByTruth").EnumerateArray().ToArray();
        Assert.Equal(Machines * WindowsOfEach, bins.Sum(bin => bin.GetProperty("windows").GetInt32()));
        double squares = bins.Sum(bin => Math.Pow(bin.GetProperty("rmse").GetDouble(), 2) * bin.GetProperty("windows").GetInt32());
        Assert.Equal(json.GetProperty("rmse").GetDouble(), Math.Sqrt(squares / (Machines * WindowsOfEach)), 6);
        var machines = json.GetProperty("machines").EnumerateArray().ToArray();
        Assert.Equal(Machines, machines.Length);
        Assert.Equal("m3", machines[0].GetProperty("group").GetString()); // whose sensor says nothing
        Assert.Equal(2 + 6, Drawings(page).Length);
        Assert.Equal(2, Drawings(page)[^1].Elements("polyline").Count());
    }

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm", "m0, over hours from 2026-03-01 00:00")]
    [InlineData("HH:mm", "m0, over hours from 00:00:00")]
    [InlineData("%d", "m0, over when")] // a number: which day, 1 to 20
    public void Machines_stand_over_their_time_where_there_is_one(string format, string caption)
    {
        string plain = FaultTable.Of(Machines, Rows, (_, row) => (Rows - row).ToString(CultureInfo.InvariantCulture));
        string[] lines = plain.TrimEnd().Split('\n');
        var begin = new DateTime(2026, 3, 1);
        string table = $"{lines[0]},when\n" + string.Concat(lines.Skip(1).Select((line, n) => format == "%d"
            ? $"{line},{n % Rows + 1}\n"
            : $"{line},{begin.AddHours(n % Rows).ToString(format, CultureInfo.InvariantCulture)}\n"));
        Train(table, "label", "regression", "--time", "when");

        var (_, page) = Evaluate(table, "label", "regression", "--time", "when");

        Assert.Contains($"<figcaption>{caption}</figcaption>", page);
        // The last sample stands at the end of the axis.
        string points = Drawings(page)[^1].Elements("polyline").First().Attribute("points")!.Value;
        Assert.StartsWith("280.0,", points.Split(' ')[^1]);
    }

    [Fact]
    public void Text_does_not_list_every_machine_and_the_page_has_to_be_html()
    {
        string table = FaultTable.Of(Machines, Rows, (_, row) => (Rows - row).ToString(CultureInfo.InvariantCulture));
        Train(table, "label", "regression");
        Assert.DoesNotContain("m5", Run(table, "label", "regression").Out);

        var run = Run(table, "label", "regression", "--report", _folder["page.txt"]);

        Assert.NotEqual(0, run.Code);
        Assert.Contains("has to end in .html", run.Error);
        Assert.False(File.Exists(_folder["page.txt"]));
    }

    void Train(string table, string target, string task, params string[] more)
    {
        var run = ToolRun.Of(null, ["train", "csv", _folder.Write("t.csv", table), "--target", target, "--task", task, "--group", "machine",
            "--window", $"{Window}", "--hidden", "4", "--epochs", "40", "--batch", "16", "--learning-rate", "0.03", "--validation", "0",
            "-o", _folder["m.onnx"], .. more]);
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    ToolRun Run(string table, string target, string task, params string[] more) => ToolRun.Of(null, ["evaluate", _folder["m.onnx"], "csv",
        _folder.Write("e.csv", table), "--target", target, "--task", task, "--group", "machine", .. more]);

    (JsonElement Json, string Page) Evaluate(string table, string target, string task, params string[] more)
    {
        var run = Run(table, target, task, ["--report", _folder["page.html"], "--json", .. more]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        string page = File.ReadAllText(_folder["page.html"]);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("NaN", page);
        return (JsonDocument.Parse(run.Out).RootElement, page);
    }

    static XElement[] Drawings(string page)
    {
        int first = page.IndexOf("<body>", StringComparison.Ordinal), end = page.IndexOf("</html>", StringComparison.Ordinal);
        XElement[] drawings = [.. XElement.Parse(page[first..end]).Descendants("svg")];
        Assert.All(drawings, drawing => Assert.InRange((int)drawing.Attribute("width")!, 1, Phone));
        return drawings;
    }
}
