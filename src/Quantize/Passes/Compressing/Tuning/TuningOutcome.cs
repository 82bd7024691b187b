using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>What fine-tuning came to.</summary>
/// <param name="Network">With the weights of the best epoch; null where none was better than the start.</param>
/// <param name="Before">RMSE of the read-out over the windows that it did not learn from, in parts of the outputs' spread.</param>
/// <param name="After">The same at the end.</param>
sealed record TuningOutcome(Network? Network, double Before, double After);
