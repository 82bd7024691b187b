using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>vpdpbusd and vpdpwssd, which add without saturation.</summary>
readonly struct VnniProducts : IAvx2Products
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> u, Vector256<sbyte> w) =>
        AvxVnni.MultiplyWideningAndAdd(sum, u, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddTwo(Vector256<int> sum, Vector256<byte> u0, Vector256<sbyte> w0, Vector256<byte> u1,
        Vector256<sbyte> w1) =>
        Add(Add(sum, u0, w0), u1, w1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<short> a, Vector256<short> b) =>
        AvxVnni.MultiplyWideningAndAdd(sum, a, b);
}
