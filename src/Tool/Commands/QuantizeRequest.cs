using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;

namespace EdgeLstm.Tool.Commands;

/// <summary>The options of <c>edgelstm quantize</c>; <paramref name="Scheme"/> is null where the user leaves the choice to the tool.
/// The calibration data have the model's names and units, or where <paramref name="UserUnits"/> the schema's.</summary>
sealed record QuantizeRequest(string Model, string Output, IReadOnlyList<string> Calibration, string? Scheme, string? SchemaFile,
    bool UserUnits = false)
{
    /// <summary>How a table's rows are read.</summary>
    public TableOptions Table { get; init; } = TableOptions.None;

    /// <summary>Beyond int8 weights.</summary>
    public Compression Compression { get; init; } = Compression.None;

    /// <summary>Null: the weights are as they were trained.</summary>
    public FineTuning? FineTuning { get; init; }
}
