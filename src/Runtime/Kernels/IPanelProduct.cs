namespace EdgeLstm.Kernels;

/// <summary>
/// The matrix-vector product of one panel: sixteen units with their four gates, 64 rows, over the layer's input and hidden state.
/// A panel is one run of memory, read once from front to back:
/// <code>
/// x tiles    [xTiles][4 gates][16 units][4 inputs] sbyte   acc = Σ W·x
/// ratio      [4][16] float                                 acc = round(acc · ratio) + bias: from the scale of W·x to that of U·h
/// bias       [4][16] int
/// h tiles    [hTiles][4 gates][16 units][4 inputs] sbyte   acc += Σ U·h
/// multiplier [4][16] float                                 pre = saturate(round(acc · multiplier))
/// </code>
/// All sums are int32 and exact: whoever packs a panel has proved that none can overflow. Rounding is to nearest, ties to even.
/// </summary>
interface IPanelProduct<TActivation>
    where TActivation : unmanaged
{
    /// <summary>Puts <paramref name="count"/> activations, a multiple of 16, into the order that <see cref="Multiply"/> reads.</summary>
    static abstract unsafe void Arrange(TActivation* source, TActivation* target, int count);

    /// <summary>Writes the panel's [4][16] pre-activations and returns the address after the panel.</summary>
    static abstract unsafe byte* Multiply(byte* panel, TActivation* x, int xTiles, TActivation* h, int hTiles, short* pre);
}
