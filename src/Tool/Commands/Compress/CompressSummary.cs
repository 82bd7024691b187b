using System.Globalization;
using System.Text;
using EdgeLstm.Tool.Reports;
using static EdgeLstm.Tool.Charts.HtmlPage;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>The first lines of <see cref="CompressPage"/>: what somebody reads who reads no further.</summary>
static class CompressSummary
{
    public static void Write(StringBuilder page, Compressed made)
    {
        var test = made.Data.Test;
        page.Append("<section id=\"summary\">\n<dl>\n");
        Item(page, "Chosen", $"{made.Chosen}");
        Item(page, "Constants", $"{made.Model.WeightBytes:N0} bytes, {ReportCell.Percent(made.ShareOfFloat).Text} of {made.Network.SourceWeightBytes:N0} in float32");
        Item(page, "A step", $"{made.Chosen.MultiplyAccumulates:N0} multiply-accumulates of {made.Network.Layers.Sum(layer => layer.MultiplyAccumulates):N0}{(made.Chosen.Nanoseconds is { } ns ? (FormattableString)$", {ns:N0} ns on the machine that made this page{CompressReport.AsDefault(made)}" : $"")}");
        for (int k = 0; k < made.Network.Outputs.Count && k < 6; k++)
        {
            var output = made.Network.Outputs[k];
            string unit = output.Unit.Length > 0 ? $" {output.Unit}" : "";
            Item(page, $"Error of {output.Name}", made.TruthRmse is { } truth
                ? (FormattableString)$"RMSE {truth[k]:g4}{unit} against the truth, the float model's is {made.Data.Test.FloatRmse![k]:g4}; they differ by {made.Rmse[k]:g3}; the budget allows {made.Allowed![k]:g3}{(made.Limits.HasTruth ? " more than the float model's" : " of that")}"
                : $"RMSE {made.Rmse[k]:g3}{unit} against the float model, largest {Largest(made, k):g3}{(made.Allowed is { } allowed ? FormattableString.Invariant($"; the budget allows {allowed[k]:g3}") : "")}");
        }

        Item(page, "Test data", test.Data.Windows == 1 ? (FormattableString)$"{test.Data.Steps:N0} samples"
            : $"{test.Data.Windows:N0} windows of {test.Data.Steps:N0} samples");
        Item(page, "Budget", $"{made.Request.Budget}, {CompressReport.Meaning(made)}: {(made.IsKept switch { true => "kept on the test data", false => "not kept on the test data", null => "not known on the test data, whose truth was not given" })}; the {(made.Request.Fastest ? "fastest" : "smallest")} inside it was chosen");
        page.Append("</dl>\n</section>\n");
    }

    static void Item(StringBuilder page, string term, FormattableString text) =>
        page.Append(CultureInfo.InvariantCulture, $"<dt>{Text(term)}</dt><dd>{Text(text.ToString(CultureInfo.InvariantCulture))}</dd>\n");

    static double Largest(Compressed made, int output)
    {
        int outputs = made.Network.Outputs.Count;
        return made.Outputs.Zip(made.Data.Test.Float, (a, b) => Math.Abs((double)a - b))
            .Where((error, k) => k % outputs == output && double.IsFinite(error)).DefaultIfEmpty(0).Max();
    }
}
