using System.Globalization;
using System.Text;
using EdgeLstm.Quantize;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Search;
using EdgeLstm.Tool.Charts;
using EdgeLstm.Tool.Reports;
using static EdgeLstm.Tool.Charts.HtmlPage;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>
/// The page of <c>compress</c>: what was chosen and why, what it costs, where its errors arise, what became of the weights, and how to make
/// it again.
/// </summary>
static class CompressPage
{
    const int MaxOutputs = 6; // drawings: a model may give hundreds

    const string Style = """
        pre { border: 1px solid var(--line); border-radius: 6px; padding: 12px; white-space: pre-wrap; overflow-wrap: anywhere } meter { width: 120px }
        .full { fill: var(--bar); stroke: var(--bar) } .low { fill: var(--other); stroke: var(--other) } .narrow { fill: var(--paper); stroke-width: 1.5 } .chosen { fill: none; stroke: var(--ink); stroke-width: 2 } .front { fill: none; stroke: var(--soft) }
        .after { fill-opacity: 0.6 }
        .before { fill: none; stroke: var(--other); stroke-width: 1.5 }
        .truth { fill: none; stroke: var(--soft); stroke-dasharray: 3 3 }
        @media print { .row { gap: 8px 4% } .row figure { flex: 0 1 30% } #trade-off .row figure { flex-basis: 48% } table { font-size: 11px } th, td { padding-right: 7px } .wide { overflow: visible } }
        """;

    public static string Make(Compressed made, CancellationToken cancel)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(made.Network.Name)}, compressed</h1>\n");
        CompressSummary.Write(page, made);
        TradeOff(page, made);
        Predictions(page, made);
        Errors(page, made);
        Section(page, "weights", "Weights before and after",
            "Light: as they were trained. Dark: as they are stored, in the same units. Each is as high as its fullest bar.",
            WeightChart.Of(made.Network, made.Model));
        if (made.Network.Layers.OfType<RecurrentLayer>()
            .Any(layer => layer.Cell.Gates.Any(gate => gate.EndsWith("gate", StringComparison.Ordinal))))
            Section(page, "gates", "Gates of the float model, on the test data",
                "How often each value occurs. A gate that is mostly at 0 or 1 bears few levels.",
                GateViews.Of(made.Network, Split.Subsample(made.Data.Test.Data, 20_000), 0, cancel)
                    .Select(gate => ($"{gate.Layer}: {gate.Gate}", GateChart.Histogram(gate))));
        page.Append(CultureInfo.InvariantCulture, $"<section id=\"again\">\n<h2>To make it again</h2>\n<pre>{Text(made.Command)}</pre>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">edgelstm {Text(LibraryVersion.Release)}; the model's SHA-256 is {made.Network.SourceSha256}, the artifact's {made.Model.Sha256}.</p>\n</section>\n");
        return Of($"{made.Network.Name}, compressed", Column + Style, page);
    }

    static void TradeOff(StringBuilder page, Compressed made)
    {
        page.Append("<section id=\"trade-off\">\n<h2>Trade-off</h2>\n<p class=\"note\"><span class=\"key\" style=\"border-color:var(--bar);background:var(--bar)\"></span>all columns, rank as trained <span class=\"key\" style=\"border-color:var(--other);background:var(--other)\"></span>low rank, or columns left out <span class=\"key\" style=\"border-color:var(--soft);background:var(--soft)\"></span>int8x16 <span class=\"key\" style=\"border-color:var(--soft)\"></span>int8 <span class=\"key\" style=\"border-color:var(--ink)\"></span>ringed: chosen</p>\n<div class=\"row\">\n");
        string what = made.Limits.HasTruth ? "What the RMSE to the truth grows by" : "RMSE to float";
        Figure(page, $"{what} against bytes", TradeOffChart.Draw(made, trial => trial.Bytes, "bytes"));
        Figure(page, $"{what} against multiply-accumulates per step",
            TradeOffChart.Draw(made, trial => trial.MultiplyAccumulates, "multiply-accumulates"));
        page.Append("</div>\n<div class=\"wide\"><table>\n<tr><th class=\"name\">scheme</th><th class=\"name\">i, f</th><th class=\"name\">g, o</th><th>rank</th><th>left out</th><th>fine-tuned</th><th>bytes</th><th>of float</th><th>MACs</th><th>ns/step</th><th>RMSE to float</th>");
        page.Append(CultureInfo.InvariantCulture, $"{(made.Limits.HasTruth ? "<th>to truth, +</th>" : "")}<th>of limit</th></tr>\n");
        foreach (var trial in made.Shown)
            page.Append(CultureInfo.InvariantCulture, $"<tr{(ReferenceEquals(trial, made.Chosen) ? " class=\"this\"" : "")}><td class=\"name\">{TrialText.Scheme(trial)}{(trial.IsDefault ? " (default)" : "")}</td><td class=\"name\">{TrialText.Gates(trial)}</td><td class=\"name\">{TrialText.Candidate(trial)}</td><td>{TrialText.Rank(trial)}</td><td>{TrialText.Sparsity(trial)}</td><td>{(trial.FineTuning is null ? "" : "yes")}</td><td>{trial.Bytes:N0}</td><td>{ReportCell.Percent(made.Share(trial.Bytes)).Text}</td><td>{trial.MultiplyAccumulates:N0}</td><td>{trial.Nanoseconds:N0}</td><td>{trial.Error:g3}</td>{(trial.Standing.Growth is { } growth ? FormattableString.Invariant($"<td>{growth:g3}</td>") : "")}<td>{trial.OfLimit * 100:N0} %</td></tr>\n");
        page.Append(CultureInfo.InvariantCulture, $"</table></div>\n<p class=\"note\">{made.Trials.Count} ways were tried; the table has those that no other beats in all of bytes, work and error, the chosen one bold, and the default. Errors are on the data that the choice was made by: on their held-out end or on the rest, whichever is worse.{(made.Limits.HasTruth ? " What is used of the limit has the standard error of the growth in it." : "")}</p>\n</section>\n");
    }

    static void Predictions(StringBuilder page, Compressed made)
    {
        page.Append("<section id=\"predictions\">\n<h2>Predictions on the test data</h2>\n<p class=\"note\"><span class=\"key line\" style=\"border-color:var(--bar)\"></span>compressed <span class=\"key line\" style=\"border-color:var(--other)\"></span>float");
        page.Append(made.Data.Test.Truth is null ? ""
            : " <span class=\"key line\" style=\"border-color:var(--soft);border-style:dashed\"></span>truth");
        page.Append(CultureInfo.InvariantCulture,
            $"; {(PredictionChart.IsStream(made) ? "step by step" : "windows in rising order of what is to be predicted")}</p>\n");
        for (int output = 0; output < Math.Min(MaxOutputs, made.Network.Outputs.Count); output++)
            Figure(page, made.Network.Outputs[output].Name, PredictionChart.Draw(made, output));
        page.Append("</section>\n");
    }

    static void Errors(StringBuilder page, Compressed made)
    {
        var parts = made.Errors.Parts.ToArray();
        double most = Math.Max(1e-12, parts.Max(part => part.Error.Mean / part.Error.Range));
        page.Append("<section id=\"errors\">\n<h2>Where the error arises</h2>\n<div class=\"wide\"><table>\n<tr><th class=\"name\">layer</th><th class=\"name\">what</th><th>mean |error|</th><th>largest</th><th>mean of range</th><th></th></tr>\n");
        foreach (var (layer, what, error) in parts)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"name\">{Text(layer)}</td><td class=\"name\">{what}</td><td>{error.Mean:g3}</td><td>{error.Max:g3}</td><td>{error.Mean / error.Range * 100:0.###} %</td><td><svg width=\"120\" height=\"10\" viewBox=\"0 0 120 10\" role=\"img\"><rect class=\"bar\" width=\"{error.Mean / error.Range / most * 120:F1}\" height=\"10\"/></svg></td></tr>\n");
        page.Append("</table></div>\n<p class=\"note\">Against the float model on the test data, step by step, in the network's units.</p>\n</section>\n");
    }

    static void Section(StringBuilder page, string id, string title, string note, IEnumerable<(string Name, string Drawing)> figures)
    {
        var all = figures.ToArray();
        if (all.Length == 0)
            return;
        page.Append(CultureInfo.InvariantCulture,
            $"<section id=\"{id}\">\n<h2>{Text(title)}</h2>\n<p class=\"note\">{Text(note)}</p>\n<div class=\"row\">\n");
        foreach (var (name, drawing) in all)
            Figure(page, name, drawing);
        page.Append("</div>\n</section>\n");
    }
}
