using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Quantize.Training;

/// <summary>
/// The options of docs/training.md's table, which were chosen on folds of the training engines: so the command without any gives the
/// table's figures. All engines are learned from, and the averaged weights of the last epoch are
/// the model.
/// </summary>
static class CmapssDefaults
{
    static readonly TrainDefaults Base = new(new() { HiddenSize = 32 }, new() { Batch = 128, LearningRate = 0.004, Average = 0.98 }, 0);

    /// <summary>Each data set's, with soft gates: what help shows.</summary>
    public static IReadOnlyDictionary<string, TrainDefaults> Soft { get; } = CmapssFiles.Subsets.ToDictionary(subset => subset, subset => Of(subset, GateKind.Soft, RoundingKind.None));

    public static TrainDefaults Of(string subset, GateKind gates, RoundingKind rounding)
    {
        bool second = subset == "FD003";
        var training = (gates, rounding) switch
        {
            (GateKind.Hard or GateKind.Three, _) => Base.Training with
            {
                Epochs = 16,
                InputNoise = second ? 0.2 : 0.4,
                WeightDecay = second ? 0.5 : 1,
                ForgetBias = 2,
                InputBias = 1,
                NoiseProbability = 0.5,
                NoiseFades = true,
            },
            (GateKind.Binary, RoundingKind.FiveLevels) => Base.Training with { Epochs = 12, InputNoise = second ? 0.2 : 0.4, WeightDecay = 0.5, UniformGates = !second, RoundingStep = 0.3 },
            _ when second => Base.Training with { Epochs = 6, LearningRate = 0.005, InputNoise = 0.2, WeightDecay = 0.5 },
            _ => Base.Training with { Epochs = 16, Average = 0.99, InputNoise = 0.4, WeightDecay = gates == GateKind.Binary ? 1 : 1.5, UniformGates = true },
        };
        return Base with { Training = training };
    }
}
