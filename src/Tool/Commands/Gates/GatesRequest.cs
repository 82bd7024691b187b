using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Tool.Commands.Gates;

/// <summary>One run of <c>edgelstm gates</c>: one model, or two side by side.</summary>
/// <param name="Trace">Which of the data's windows to draw step by step, from 0.</param>
sealed record GatesRequest(IReadOnlyList<string> Models, IReadOnlyList<string> Data, string? Output, int Trace)
{
    /// <summary>How a table's rows are read.</summary>
    public TableOptions Table { get; init; } = TableOptions.None;
}
