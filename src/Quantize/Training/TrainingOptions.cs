namespace EdgeLstm.Quantize.Training;

/// <summary>How a network is trained. The defaults are what `edgelstm train` does when it is told nothing.</summary>
public sealed record TrainingOptions
{
    public int Epochs { get; init; } = 30;

    /// <summary>Windows in a batch.</summary>
    public int Batch { get; init; } = 256;

    public double LearningRate { get; init; } = 5e-3;

    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    public ScheduleKind Schedule { get; init; } = ScheduleKind.Cosine;

    /// <summary>The longest gradient that is not scaled down.</summary>
    public double ClipNorm { get; init; } = 1;

    public int Seed { get; init; }

    /// <summary>Epochs without a better validation loss after which training stops; 0: never.</summary>
    public int Patience { get; init; }

    /// <summary>
    /// Share of the gates' sums that get noise, in kinds that have it; from 0 in the first epoch it rises to this over <see
    /// cref="NoiseRamp"/> epochs.
    /// </summary>
    public double NoiseProbability { get; init; } = 0.2;

    public int NoiseRamp { get; init; }

    /// <summary>Whether that share falls again, to 0 in the last epoch, along half a cosine.</summary>
    public bool NoiseFades { get; init; }

    /// <summary>Standard deviation of noise on the normalised features.</summary>
    public double InputNoise { get; init; }

    /// <summary>How much of the weights (not the biases) a step of size 1 takes away, beside the optimizer's own.</summary>
    public double WeightDecay { get; init; }

    public double ForgetBias { get; init; } = 1;

    /// <summary>On top of the random bias of input gates with rows of their own; not with <see cref="UniformGates"/>.</summary>
    public double InputBias { get; init; }

    public bool UniformGates { get; init; }

    public RoundingKind Rounding { get; init; }

    /// <summary>The step of five-level weights.</summary>
    public double RoundingStep { get; init; } = 0.5;

    /// <summary>The first epoch, from 1, with rounded weights.</summary>
    public int RoundFrom { get; init; } = 1;

    /// <summary>
    /// How much of the weights' moving average a step keeps; the average is then what is judged and written. 0: the weights themselves.
    /// </summary>
    public double Average { get; init; }

    /// <summary>
    /// The first epoch, from 1, in which gates of a hard kind are hard in training; before, they are the sigmoids that stand for them. They
    /// are judged hard all along.
    /// </summary>
    public int HardFrom { get; init; } = 1;

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>p in <paramref name="epoch"/>, from 0.</summary>
    internal double NoiseIn(int epoch) => NoiseProbability * (NoiseRamp == 0 ? 1 : Math.Min(1, (double)epoch / NoiseRamp))
        * (NoiseFades ? (1 + Math.Cos(Math.PI * Progress(epoch))) / 2 : 1);

    double Progress(int epoch) => Epochs == 1 ? 1 : (double)epoch / (Epochs - 1);
}
