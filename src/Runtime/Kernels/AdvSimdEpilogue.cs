using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Kernels;

/// <summary>What the Advanced SIMD panel products do with four rows of sums, and how they hold int16 activations.</summary>
static unsafe class AdvSimdEpilogue
{
    /// <summary>Four rows of acc &lt;&lt; shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Shift(Vector128<int> acc, byte* shift, int row) =>
        AdvSimd.ShiftLogical(acc, Vector128.Load((int*)shift + row));

    /// <summary>Sixteen rows of saturate(round(acc · multiplier)): both halves first, so that one stp stores them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector128<int> a0, Vector128<int> a1, Vector128<int> a2, Vector128<int> a3, byte* multiplier, int row, short* pre)
    {
        Vector128<float> m0 = Vector128.Load((float*)multiplier + row), m1 = Vector128.Load((float*)multiplier + (row + 4));
        Vector128<float> m2 = Vector128.Load((float*)multiplier + (row + 8)), m3 = Vector128.Load((float*)multiplier + (row + 12));
        var low = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(Round(a0, m0)), Round(a1, m1));
        var high = AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(Round(a2, m2)), Round(a3, m3));
        low.Store(pre + row);
        high.Store(pre + (row + 8));
    }

    /// <summary>
    /// Splits int16 activations, |x| ≤ 16384, into bytes with x = 256·high + low, and lays each tile as four low bytes, four high bytes:
    /// the int8 instructions then serve int16.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(short* source, int tiles, byte* target)
    {
        for (; tiles > 0; tiles -= 2, source += 8, target += 16)
        {
            var x = Vector128.Load(source);
            var low = AdvSimd.ExtractNarrowingLower(x).ToVector128Unsafe().AsInt32();
            var high = AdvSimd.ShiftRightLogicalRoundedNarrowingLower(x, 8).ToVector128Unsafe().AsInt32(); // (x + 128) >> 8
            AdvSimd.Arm64.ZipLow(low, high).AsByte().Store(target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Round(Vector128<int> acc, Vector128<float> factor) =>
        AdvSimd.ConvertToInt32RoundToEven(AdvSimd.ConvertToSingle(acc) * factor);
}
