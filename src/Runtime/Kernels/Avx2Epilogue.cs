using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>What both AVX2 panel products do with their sums; <c>row</c> is the first of the rows at hand.</summary>
static unsafe class Avx2Epilogue
{
    /// <summary>Eight rows of acc &lt;&lt; shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Shift(Vector256<int> acc, byte* shift, int row) =>
        Avx2.ShiftLeftLogicalVariable(acc, Vector256.Load((uint*)shift + row));

    /// <summary>Sixteen rows of saturate(round(acc · multiplier)), in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> low, Vector256<int> high, byte* multiplier, int row, short* pre)
    {
        var packed = Avx2.PackSignedSaturate(Round(low, (float*)multiplier + row), Round(high, (float*)multiplier + row + 8));
        Avx2.Permute4x64(packed.AsInt64(), 0b11_01_10_00).AsInt16().Store(pre + row); // the pack interleaves the halves
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Round(Vector256<int> acc, float* factor) =>
        Avx.ConvertToVector256Int32(Avx.Multiply(Avx.ConvertToVector256Single(acc), Vector256.Load(factor)));
}
