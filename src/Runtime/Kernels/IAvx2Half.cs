using System.Runtime.Intrinsics;

namespace EdgeLstm.Kernels;

/// <summary>
/// How half of a panel, 32 rows in four registers, is multiplied where the other half may be different; <c>row</c> is a register's first.
/// </summary>
interface IAvx2Half
{
    /// <summary>What a section's sums begin with: of W at the bias, of U at what <see cref="EndOfW"/> gave.</summary>
    static abstract unsafe Vector256<int> Begin(Vector256<int> acc, byte* arranged);

    /// <summary>
    /// Adds the products of a tile. <paramref name="x"/> is at its |x|, that plus <paramref name="signs"/> at its signs, and plus twice as
    /// much at its x + 128.
    /// </summary>
    static abstract unsafe void Add(
        byte* tile, byte* x, nint signs, ref Vector256<int> a0, ref Vector256<int> a1, ref Vector256<int> a2, ref Vector256<int> a3);

    /// <summary>acc = (bias + Σ W·x) &lt;&lt; shift.</summary>
    static abstract unsafe Vector256<int> EndOfW(Vector256<int> sums, Vector256<int> bias, byte* shift, int row);

    /// <summary>acc + Σ U·h.</summary>
    static abstract unsafe Vector256<int> EndOfU(Vector256<int> sums, Vector256<int> acc, byte* shift, int row);
}
