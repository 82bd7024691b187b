using System.Runtime.Intrinsics;

namespace EdgeLstm.Kernels;

/// <summary>
/// How products of two neighbouring quads of units are added, for processors without the dot product; see <see cref="AdvSimdProducts"/>.
/// Upper halves of the weights come first: the JIT copies a register for a lower half unless it is the last use. The four sums take turns:
/// an in-order processor would wait for what the next instruction on the same one needs (llvm-mca, Cortex-A53, int8 in int32: 176 cycles
/// for four tiles and two gates instead of 464).
/// </summary>
interface IAdvSimdSums
{
    /// <summary>The products of two tiles' weights, a and b.</summary>
    static abstract void AddTwoTiles(
        Vector128<sbyte> a0, Vector128<sbyte> a1, Vector128<sbyte> b0, Vector128<sbyte> b1, Vector64<sbyte> n0, Vector128<sbyte> v0,
        Vector64<sbyte> n1, Vector128<sbyte> v1,
        ref Vector128<int> l0, ref Vector128<int> u0, ref Vector128<int> l1, ref Vector128<int> u1);

    /// <summary>Those of the last tile.</summary>
    static abstract void AddTile(
        Vector128<sbyte> w0, Vector128<sbyte> w1, Vector64<sbyte> n, Vector128<sbyte> v, ref Vector128<int> l0, ref Vector128<int> u0,
        ref Vector128<int> l1, ref Vector128<int> u1);
}
