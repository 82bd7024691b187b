namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// A layer's gates as two thin products: t = P·[x, h] + p, sums = B·t + the layer's bias. The layer's own W and U are B·P.
/// </summary>
/// <param name="Rank">K, the values of t.</param>
/// <param name="P">[K, I + R] row-major.</param>
/// <param name="Offset">[K]; −P·mean, so that t has the mean 0 on the data that it was fitted to.</param>
/// <param name="B">[G·H, K] row-major.</param>
/// <param name="Bias">[G·H], with B·p taken out.</param>
sealed record LowRankFactors(int Rank, float[] P, float[] Offset, float[] B, float[] Bias);
