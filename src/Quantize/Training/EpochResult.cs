namespace EdgeLstm.Quantize.Training;

/// <summary>One epoch, from 1.</summary>
/// <param name="Loss">Mean over the training windows, as they were met.</param>
/// <param name="ValidationLoss">Mean over the validation windows after the epoch, without noise or dropout; where none are held out, over
/// the training windows.</param>
/// <param name="Metric">What the task is judged by, on the same windows, in the target's own unit.</param>
public sealed record EpochResult(int Epoch, double Loss, double ValidationLoss, double Metric, bool IsBest);
