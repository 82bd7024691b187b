namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// LSTM with forget gate and without peepholes (Gers et al. 2000), sigmoid gates, tanh candidate and output:
/// [i f g o] = W x + U h + b; c = σ(f)·c + σ(i)·tanh(g); h = σ(o)·tanh(c).
/// </summary>
public sealed record LstmLayer : Layer
{
    public const int Gates = 4;

    /// <summary>[4·H, I] row-major, gates i, f, g, o.</summary>
    public required float[] W { get; init; }

    /// <summary>[4·H, H] row-major.</summary>
    public required float[] U { get; init; }

    /// <summary>[4·H]: the input and the recurrent bias together.</summary>
    public required float[] Bias { get; init; }

    /// <summary>[H] hidden state before the first sample.</summary>
    public required float[] InitialH { get; init; }

    /// <summary>[H] cell state before the first sample.</summary>
    public required float[] InitialC { get; init; }

    public int Units => InitialH.Length;

    public override int Inputs => W.Length / (Gates * Units);

    public override int Outputs => Units;

    public override long Parameters => W.Length + U.Length + Bias.Length;

    public override long MultiplyAccumulates => W.Length + U.Length;
}
