#if !NET9_0_OR_GREATER
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm;

/// <summary>
/// What kernels call that .NET 9 brought, for .NET 8: the same bits. One ld4r is four ld1r there, so that two kernels of processors without
/// dot product have a few instructions more; nothing else is lost.
/// </summary>
static unsafe class OlderVectors
{
    extension(Vector128)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> FusedMultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
            Fma.IsSupported ? Fma.MultiplyAdd(a, b, c)
            : AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(c, a, b)
            : Vector128.Create(Fused(a, b, c, 0), Fused(a, b, c, 1), Fused(a, b, c, 2), Fused(a, b, c, 3));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Round(Vector128<float> value) =>
            Sse41.IsSupported ? Sse41.RoundToNearestInteger(value)
            : AdvSimd.IsSupported ? AdvSimd.RoundToNearest(value)
            : Vector128.Create(MathF.Round(value[0]), MathF.Round(value[1]), MathF.Round(value[2]), MathF.Round(value[3]));
    }

    extension(Vector256)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> FusedMultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
            Fma.IsSupported ? Fma.MultiplyAdd(a, b, c)
            : Vector256.Create(
                Vector128.FusedMultiplyAdd(a.GetLower(), b.GetLower(), c.GetLower()),
                Vector128.FusedMultiplyAdd(a.GetUpper(), b.GetUpper(), c.GetUpper()));
    }

    extension(Vector128<byte>)
    {
        public static Vector128<byte> Indices => Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    extension(AdvSimd)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static (Vector64<int> A, Vector64<int> B, Vector64<int> C, Vector64<int> D) LoadAndReplicateToVector64x4(int* x) =>
            (AdvSimd.LoadAndReplicateToVector64(x), AdvSimd.LoadAndReplicateToVector64(x + 1),
                AdvSimd.LoadAndReplicateToVector64(x + 2), AdvSimd.LoadAndReplicateToVector64(x + 3));
    }

    extension(AdvSimd.Arm64)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static (Vector128<int> A, Vector128<int> B, Vector128<int> C, Vector128<int> D) LoadAndReplicateToVector128x4(int* x) =>
            (AdvSimd.LoadAndReplicateToVector128(x), AdvSimd.LoadAndReplicateToVector128(x + 1),
                AdvSimd.LoadAndReplicateToVector128(x + 2), AdvSimd.LoadAndReplicateToVector128(x + 3));
    }

    static float Fused(Vector128<float> a, Vector128<float> b, Vector128<float> c, int k) => MathF.FusedMultiplyAdd(a[k], b[k], c[k]);
}
#endif
