namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>How a compressed network is trained on, towards the outputs of the network that it was: <see cref="FineTuningPass"/>.</summary>
/// <param name="Epochs">Times that every window is met.</param>
public sealed record FineTuning(int Epochs)
{
    public int Seed { get; init; }

    /// <summary>Of the first epoch; along half a cosine it falls to a hundredth. Where it does not halve the error, a third is tried as well. Null: <see cref="LevelRate"/> where rows have levels, else <see cref="SmoothRate"/>.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Factors, and weights that make up for columns left out, have a long way to go.</summary>
    internal const double SmoothRate = 3e-3;

    /// <summary>A weight that steps over a level's edge jumps: few should at a time, and most never.</summary>
    internal const double LevelRate = 3e-4;

    /// <summary>Windows, at most: of few windows a batch has fewer.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>No result depends on them.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
