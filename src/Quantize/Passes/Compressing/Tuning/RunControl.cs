namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>What a long run listens to, and whom it tells.</summary>
/// <param name="Cancel">Stops it.</param>
/// <param name="Progress">From 0 to 1.</param>
readonly record struct RunControl(CancellationToken Cancel, Action<double>? Progress = null);
