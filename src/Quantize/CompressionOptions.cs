using EdgeLstm.Quantize.Passes.Compressing.Tuning;
using EdgeLstm.Quantize.Search;

namespace EdgeLstm.Quantize;

/// <summary>What <see cref="TrainedModel.Compress"/> looks for.</summary>
public sealed record CompressionOptions
{
    /// <summary>How much error a compressed model may add; 1 % unless given.</summary>
    public Budget Budget { get; init; } = Budget.Parse(Budget.Default)!.Value;

    /// <summary>The fastest model inside the budget is wanted, not the smallest.</summary>
    public bool Fastest { get; init; }

    /// <summary>
    /// What the outputs should have been, [rows, outputs] as the model answers the data: the budget is then what the RMSE against it may
    /// grow by. Null: it is what the RMSE against the float model may be.
    /// </summary>
    public IReadOnlyList<float>? Truth { get; init; }

    /// <summary>Samples that the choice does not see, to report on; null: the end of the data is set aside.</summary>
    public Samples? Test { get; init; }

    /// <summary>Of <see cref="Test"/>, as <see cref="Truth"/>.</summary>
    public IReadOnlyList<float>? TestTruth { get; init; }

    /// <summary>Trains on trials that are outside the budget, but near it; null: none.</summary>
    public FineTuning? FineTuning { get; init; }
}
