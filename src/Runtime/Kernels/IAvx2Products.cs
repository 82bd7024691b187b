using System.Runtime.Intrinsics;

namespace EdgeLstm.Kernels;

/// <summary>The products of 32 bytes of weights, added in fours to eight int32 sums.</summary>
interface IAvx2Products
{
    /// <summary>sum + Σ of four u·w: no intermediate sum leaves an int16.</summary>
    static abstract Vector256<int> Add(Vector256<int> sum, Vector256<byte> u, Vector256<sbyte> w);

    /// <summary>
    /// sum + Σ of four u0·w0 + Σ of four u1·w1, of two tiles; where they are added in int16, the weights are <see cref="PairSums.Fit"/>.
    /// </summary>
    static abstract Vector256<int> AddTwo(Vector256<int> sum, Vector256<byte> u0, Vector256<sbyte> w0, Vector256<byte> u1,
        Vector256<sbyte> w1);

    /// <summary>sum + Σ of two a·b.</summary>
    static abstract Vector256<int> Add(Vector256<int> sum, Vector256<short> a, Vector256<short> b);
}
