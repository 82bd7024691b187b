namespace EdgeLstm.Quantize;

/// <summary>One way to compress a model, and what came of it.</summary>
/// <param name="Description">In words: <c>int8x16, gates five, rank 24</c>.</param>
/// <param name="Bytes">Of all constants.</param>
/// <param name="MultiplyAccumulates">Of a step.</param>
/// <param name="Rmse">Against the float model, in the unit of the output that is nearest to its limit.</param>
/// <param name="BudgetUsed">Share of the budget; up to 1 is inside.</param>
public sealed record CompressionTrial(string Description, long Bytes, long MultiplyAccumulates, double Rmse, double BudgetUsed);
