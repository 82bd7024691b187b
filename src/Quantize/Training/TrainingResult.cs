using EdgeLstm.Quantize.Training.Data;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training;

/// <summary>What training ends with: the parameters of its best epoch, rounded where it was trained rounded, and how it went.</summary>
sealed record TrainingResult(
    TrainableNetwork<float> Network, TrainingData Data, TrainingOptions Options, IReadOnlyList<EpochResult> History)
{
    public EpochResult Best => History.Last(epoch => epoch.IsBest);
}
