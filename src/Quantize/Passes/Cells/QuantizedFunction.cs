using EdgeLstm.Gates;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>A scalar function in integers.</summary>
/// <param name="Limit">Cut of the argument, in its units.</param>
/// <param name="Doublings">Of the cell state on its way to the argument; 0 elsewhere.</param>
/// <param name="Table">Ends of segments, or null.</param>
/// <param name="ArgumentUnit">Units of the argument per 1: of the cell state before its doublings.</param>
/// <param name="ValueUnit">Units of the value per 1.</param>
sealed record QuantizedFunction(
    GateFunctionKind Kind, short Limit, short A, short B, short C, int Doublings, short[]? Table, double ArgumentUnit, double ValueUnit);
