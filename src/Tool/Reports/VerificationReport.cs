using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Tool.Reports;

/// <summary>What <c>verify</c> says.</summary>
static class VerificationReport
{
    static readonly ReportColumn[] Columns =
    [
        new("output", "output"), new("unit", "unit"), new("compared", "values"), new("max", "max |error|"), new("mean", "mean |error|"),
        new("rmse", "RMSE"), new("maxWindow", "worst at window"), new("maxStep", "step"), new("maxReference", "reference there"),
        new("maxValue", "value there"), new("notFinite", "not finite"),
    ];

    public static Report Make(IPredictor original, IPredictor quantized, Dataset data, ModelComparison verification,
        IReadOnlyList<Comparison> comparisons) => new()
        {
            Facts =
        [
            new("original", "original", original.Name),
            new("quantized", "quantized", quantized.Name),
            new("data", "data", $"[{data.Windows},{data.Steps},{data.Features}]"),
            new("saturatedInputs", "saturated input values", verification.Saturated),
            new("saturatedShare", "saturated share", ReportCell.Percent((double)verification.Saturated / verification.InputValues)),
            new("saturatedStates", "layer steps with a state cut off", verification.SaturatedStates),
        ],
            Tables = comparisons.Select(comparison =>
                new ReportTable(comparison.Key, comparison.Title, Columns, comparison.Outputs.Select(Row).ToArray())).ToArray(),
            Notes = SameSource(original, quantized) ? data.Notes
            : [.. data.Notes, $"'{quantized.Name}' was quantized from another file than this one, by its SHA-256"],
        };

    // Of equal shape the two can still be compared, say after an export was repeated; but no error then says anything of quantization
    // alone.
    static bool SameSource(IPredictor original, IPredictor quantized) =>
        original.SourceSha256 is null || quantized.SourceSha256 is null || original.SourceSha256 == quantized.SourceSha256;

    static IReadOnlyList<ReportCell> Row(OutputError error)
    {
        // With nothing to compare there is no error to state: blank, and null in JSON.
        bool any = error.Count > 0;
        return
        [
            error.Output.Name, error.Output.Unit, error.Count, any ? error.Max : ReportCell.None, any ? error.Mean : ReportCell.None,
            any ? error.Rmse : ReportCell.None, any ? error.MaxWindow : ReportCell.None, any ? error.MaxStep : ReportCell.None,
            any ? (double)error.MaxReference : ReportCell.None, any ? (double)error.MaxValue : ReportCell.None, error.NotFinite,
        ];
    }
}
