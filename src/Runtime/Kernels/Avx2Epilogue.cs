using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>What both AVX2 panel products do with eight rows of sums.</summary>
static unsafe class Avx2Epilogue
{
    /// <summary>round(acc · ratio) + bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Rescale(Vector256<int> acc, byte* ratio, int offset) =>
        Avx2.Add(Round(acc, ratio + offset), Vector256.Load((int*)(ratio + Panel.Rows * 4 + offset)));

    /// <summary>Sixteen rows of saturate(round(acc · multiplier)), in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> low, Vector256<int> high, byte* multiplier, int offset, short* pre)
    {
        var packed = Avx2.PackSignedSaturate(Round(low, multiplier + offset), Round(high, multiplier + offset + 32));
        Avx2.Permute4x64(packed.AsInt64(), 0b11_01_10_00).AsInt16().Store(pre + offset / 4); // the pack interleaves the halves
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Round(Vector256<int> acc, byte* factor) =>
        Avx.ConvertToVector256Int32(Avx.Multiply(Avx.ConvertToVector256Single(acc), Vector256.Load((float*)factor)));
}
