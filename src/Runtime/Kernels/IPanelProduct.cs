namespace EdgeLstm.Kernels;

/// <summary>
/// The matrix-vector product of one panel: sixteen units with their four gates, 64 rows, over the layer's input and hidden state.
/// A panel is one run of memory, read once from front to back:
/// <code>
/// bias       [4 gates][16 units] int                       acc = bias
/// x tiles    [xTiles][4 gates][16 units][4 inputs] sbyte   acc += Σ W·x
/// shift      [4][16] int                                   acc &lt;&lt;= shift: from the unit of W·x to the finer one of U·h
/// h tiles    [hTiles][4 gates][16 units][4 inputs] sbyte   acc += Σ U·h
/// multiplier [4][16] float                                 pre = saturate(round(acc · multiplier))
/// </code>
/// A half, gates i and f or g and o, may have <see cref="LevelSums"/> instead: levels for weights, and other constants in the places of
/// bias and shift. All sums are int32 and exact: whoever packs a panel has proved that none can overflow. The one rounding is to nearest,
/// ties to even.
/// </summary>
interface IPanelProduct<TActivation>
    where TActivation : unmanaged
{
    /// <summary>
    /// Accumulators that a row has in the kernel: 1, or 2 where products are added in neighbouring pairs. Bias and shift are stored as the
    /// kernel loads them: [64], or [64][2] with (bias, 0) and the shift twice.
    /// </summary>
    static abstract int SumsPerRow { get; }

    /// <summary>Bytes that <see cref="Arrange"/> writes for so many activations, a multiple of 16.</summary>
    static abstract int ArrangedBytes(int count);

    /// <summary>
    /// Puts activations into the order that <see cref="Multiply"/> reads. <paramref name="source"/> has a multiple of 16 elements, of which
    /// those of the first <paramref name="tiles"/> tiles count.
    /// </summary>
    static abstract unsafe void Arrange(TActivation* source, int tiles, byte* target);

    /// <summary>Writes the panel's [4][16] pre-activations and returns the address after the panel.</summary>
    static abstract unsafe byte* Multiply(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre);

    /// <summary>
    /// The same of a panel in which only the first two gates' places are taken, 32 rows; the others' pre-activations are written or not.
    /// </summary>
    static abstract unsafe void MultiplyHalf(byte* panel, byte* x, int xTiles, byte* h, int hTiles, short* pre);
}
