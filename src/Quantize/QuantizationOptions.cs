using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;

namespace EdgeLstm.Quantize;

/// <summary>How a model is quantized. All but <see cref="Scheme"/> goes beyond int8 weights, and concerns plain LSTM layers.</summary>
public sealed record QuantizationOptions
{
    /// <summary>
    /// int8x16 stores the same bytes as int8, and on the RUL model of the tests loses a fifth of what int8 does (RMSE 0.16 against 0.85
    /// cycles) for at most 1.8 times the step.
    /// </summary>
    public Scheme Scheme { get; init; } = Scheme.Int8x16;

    /// <summary>Weights of the input and forget gates: a byte each, or fifteen, five or three levels.</summary>
    public RowForm GateWeights { get; init; }

    /// <summary>Weights of the candidate and the output gate: a byte each, or <see cref="RowForm.Int4"/>.</summary>
    public RowForm CandidateWeights { get; init; }

    /// <summary>Sums that gates read instead of inputs and states; 0: as trained; <see cref="Auto"/>: few that lose little.</summary>
    public int GateRank { get; init; }

    /// <summary>Share of the weights' columns that are left out, below 1; 0: none; <see cref="Auto"/>: as many as lose little.</summary>
    public double Sparsity { get; init; }

    /// <summary>Trains the compressed layers on, towards the float model's outputs; null: their weights are as they were trained.</summary>
    public FineTuning? FineTuning { get; init; }

    /// <summary>As <see cref="GateRank"/> or <see cref="Sparsity"/>: what loses 0.1 % of what the gates' sums vary.</summary>
    public const int Auto = LayerCompression.AutoRank;

    internal Compression Compression => new(new(GateWeights), new(CandidateWeights), GateRank, Sparsity);

    /// <exception cref="ArgumentException">They contradict each other, or are out of range.</exception>
    internal void Validate()
    {
        if (GateRank < Auto)
            throw new ArgumentException($"GateRank is {GateRank}, expected a rank, 0 or QuantizationOptions.Auto.");
        if (Sparsity is not (Auto or >= 0 and < 1))
            throw new ArgumentException($"Sparsity is {Sparsity}, expected a share from 0 to 1, or QuantizationOptions.Auto.");
        if (GateRank != 0 && Sparsity != 0)
            throw new ArgumentException("GateRank and Sparsity are both set, expected one of the two.");
        if (CandidateWeights is not (RowForm.Int8 or RowForm.Int4))
            throw new ArgumentException($"CandidateWeights is {CandidateWeights}, expected Int8 or Int4.");
    }
}
