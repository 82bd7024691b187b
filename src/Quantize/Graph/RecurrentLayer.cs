using EdgeLstm.Generator.Model;

namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// A layer with state, over time: [T, I] to [T, O]. Its equations are the <see cref="Cell"/>'s; G is the number of its gates, R the number
/// of values that U reads.
/// </summary>
sealed record RecurrentLayer : Layer
{
    public required Cell Cell { get; init; }

    public Direction Direction { get; init; }

    /// <summary>[G·H, I] row-major, gates in the cell's order.</summary>
    public required float[] W { get; init; }

    /// <summary>[G·H, R] row-major.</summary>
    public required float[] U { get; init; }

    /// <summary>[G·H]: the input and the recurrent bias together.</summary>
    public required float[] Bias { get; init; }

    /// <summary>[O] output before the first sample.</summary>
    public required float[] InitialH { get; init; }

    /// <summary>[H] cell state before the first sample; empty for cells without one.</summary>
    public float[] InitialC { get; init; } = [];

    /// <summary>
    /// The graph input that gives the initial output of each window, its row where several layers share the input; null where <see
    /// cref="InitialH"/> is all.
    /// </summary>
    public StateInput? InitialHInput { get; init; }

    /// <summary>The same for the cell state.</summary>
    public StateInput? InitialCInput { get; init; }

    /// <summary>Where the weights are of low rank by intent: their factors. Null: they are as they were trained.</summary>
    public LowRankFactors? Factors { get; init; }

    /// <summary>
    /// Which columns of [x, h] the gates of a plain LSTM read, as <see cref="ColumnMask"/> has them; the weights of the others are 0. Null:
    /// all.
    /// </summary>
    public byte[]? Mask { get; init; }

    /// <summary>Where rows are multiples of a number by intent: those numbers. Null: none are known.</summary>
    public LevelSteps? Levels { get; init; }

    /// <summary>H.</summary>
    public int HiddenSize => Bias.Length / Cell.Gates.Count;

    public override string Title => Cell.Kind + string.Concat(Cell.UnusualFunctions.Select(f => $", {f}"))
        + (Direction == Direction.Reverse ? ", reverse" : "");

    public override int Inputs => W.Length / Bias.Length;

    public override int Outputs => Cell.Outputs(HiddenSize);

    public override long Parameters => W.Length + U.Length + Bias.Length + Cell.Parameters;

    public override long MultiplyAccumulates => Products + Cell.MultiplyAccumulates;

    long Products => Mask is not null ? (long)Bias.Length * ColumnMask.Count(Mask, 0, Inputs + HiddenSize)
        : Factors is not null ? Factors.P.Length + Factors.B.Length
        : W.Length + U.Length;

    public override bool Streams => Direction == Direction.Forward;

    internal override ArtifactLayer ToArtifact() => throw new InvalidOperationException("A recurrent layer is quantized by its cell.");
}
