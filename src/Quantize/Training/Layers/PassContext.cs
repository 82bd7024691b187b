using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>What one pass over a block of samples is for.</summary>
/// <param name="Training">Noise and dropout are drawn; else the network answers as it will afterwards.</param>
/// <param name="NoiseProbability">How many of the gates' sums get noise.</param>
/// <param name="Key">What noise and dropout are drawn from: the same key draws the same.</param>
readonly record struct PassContext(bool Training, double NoiseProbability, ulong Key)
{
    /// <summary>
    /// Gradient checks: hard gates give soft value + offset, with the offsets of the pass before. That is a smooth function whose gradient
    /// is what the straight-through estimator says.
    /// </summary>
    public bool ReplayOffsets { get; init; }

    /// <summary>Gates of a hard kind give the sigmoid that stands for them: training before its hard epochs.</summary>
    public bool Unhardened { get; init; }

    /// <summary>Standard deviation of noise on the normalised features, in training.</summary>
    public double InputNoise { get; init; }

    /// <summary>The key of one place in the network at one step.</summary>
    public ulong KeyOf(int place, int step) => SeededRandom.Derive(Key, place, step);
}
