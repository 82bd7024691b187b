using System.Runtime.Intrinsics;

namespace EdgeLstm.Kernels;

/// <summary>
/// What <see cref="Vector512"/> does not offer. A test puts plain C# in its place, so that the panels are checked on any processor.
/// </summary>
interface IAvx512Operations
{
    /// <summary>sum + Σ of four u·w: no intermediate sum leaves an int16.</summary>
    static abstract Vector512<int> Add(Vector512<int> sum, Vector512<byte> u, Vector512<sbyte> w);

    /// <summary>
    /// sum + Σ of four u0·w0 + Σ of four u1·w1, of two tiles; where they are added in int16, the weights are <see cref="PairSums.Fit"/>.
    /// </summary>
    static abstract Vector512<int> AddTwo(Vector512<int> sum, Vector512<byte> u0, Vector512<sbyte> w0, Vector512<byte> u1,
        Vector512<sbyte> w1);

    /// <summary>sum + Σ of two a·b.</summary>
    static abstract Vector512<int> Add(Vector512<int> sum, Vector512<short> a, Vector512<short> b);

    /// <summary>value &lt;&lt; count, each lane by its own.</summary>
    static abstract Vector512<int> ShiftLeft(Vector512<int> value, Vector512<uint> count);

    /// <summary>saturate(round(sum · factor)), to nearest even.</summary>
    static abstract Vector256<short> Round(Vector512<int> sum, Vector512<float> factor);
}
