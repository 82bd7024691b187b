namespace EdgeLstm.Quantize;

/// <summary>What a search for a compression found.</summary>
/// <param name="Model">The chosen one, calibrated on all of the data.</param>
/// <param name="Chosen">The one of <paramref name="Trials"/> that it is.</param>
/// <param name="Trials">All that were tried, in their order.</param>
/// <param name="Rmse">Per output, against the float model on the samples that the choice did not see.</param>
/// <param name="IsInside">Whether it keeps the budget there; null: not known, without their truth.</param>
public sealed record CompressionResult(
    QuantizedModel Model, CompressionTrial Chosen, IReadOnlyList<CompressionTrial> Trials, IReadOnlyList<double> Rmse, bool? IsInside);
