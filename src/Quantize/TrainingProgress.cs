using EdgeLstm.Quantize.Training;

namespace EdgeLstm.Quantize;

/// <summary>How far training is.</summary>
/// <param name="Share">Of all epochs, from 0 to 1.</param>
/// <param name="Loss">Mean over the windows of this epoch so far.</param>
/// <param name="Epoch">The epoch that has just ended; null within one.</param>
public sealed record TrainingProgress(double Share, double Loss, EpochResult? Epoch);
