using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using EdgeLstm.Gates;

namespace EdgeLstm.Kernels;

/// <summary>
/// The kernels in order of preference. Every condition is a constant to the JIT, so that a step's dispatch costs nothing there.
/// </summary>
public static class KernelChoice
{
    /// <summary>The kernel that steps on this processor use.</summary>
    public static Kernel Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => First(
            IsSupported(Kernel.Avx512), IsSupported(Kernel.AvxVnni), IsSupported(Kernel.Avx2), IsSupported(Kernel.AdvSimdDotProduct),
            IsSupported(Kernel.AdvSimd),
            IsSupported(Kernel.Vector128));
    }

    /// <summary>The first kernel of the order that a processor with these can run. All are constants where it is inlined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Kernel First(bool avx512, bool avxVnni, bool avx2, bool dotProduct, bool advSimd, bool vector128)
    {
        if (avx512)
            // twice the width of AVX2; 6 to 14 % faster than AVX-VNNI at 256 bits, which .NET 11 reports on processors that have both
            return Kernel.Avx512;
        if (avxVnni)
            return Kernel.AvxVnni; // one multiply per 32 products instead of AVX2's two
        if (avx2)
            return Kernel.Avx2; // twice the width of 128-bit vectors
        if (dotProduct)
            return Kernel.AdvSimdDotProduct; // one instruction instead of three and a half
        if (advSimd)
            return Kernel.AdvSimd; // multiplies int8, which Vector128 has to widen first
        if (vector128)
            return Kernel.Vector128; // whatever vectors there are
        return Kernel.Scalar;
    }

    /// <summary>Whether this processor can run <paramref name="kernel"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSupported(Kernel kernel) => kernel switch
    {
        Kernel.Avx2 => Avx2.IsSupported,
        Kernel.AvxVnni => AvxVnni.IsSupported && Avx2.IsSupported,
        Kernel.Avx512 => Avx512BW.IsSupported && Avx2.IsSupported,
        Kernel.AdvSimd => AdvSimd.Arm64.IsSupported,
        Kernel.AdvSimdDotProduct => Dp.IsSupported,
        Kernel.Vector128 => Vector128.IsHardwareAccelerated,
        _ => true,
    };

    /// <summary>Accumulators that a row has: <see cref="IPanelProduct{TActivation}.SumsPerRow"/>.</summary>
    internal static int SumsPerRow(Kernel kernel) => kernel == Kernel.AdvSimd ? PanelInt8AdvSimd.SumsPerRow : 1;

    /// <summary>Whether <see cref="LevelSums"/> pay: where there is no dot product.</summary>
    internal static bool TakesLevels(Kernel kernel) => kernel is Kernel.Avx512 or Kernel.Avx2 or Kernel.AdvSimd;

    // Of the conditions below, those on the processor's kind are constants: what it cannot run is not compiled.

    /// <summary>Runs a step on int8 activations with a kernel's types.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool RunInt8<TStep>(Kernel kernel, TStep step)
        where TStep : struct, IKernelStep<sbyte>
    {
        if (AvxVnni.IsSupported && kernel == Kernel.AvxVnni)
            return step.Run<PanelInt8Avx2<VnniProducts>, DotInt8Avx2, Vector256<short>, Avx2Lanes>();
        if (Avx512BW.IsSupported && kernel == Kernel.Avx512 && step.HasLevels)
            return step.Run<PanelLevelsAvx2, DotInt8Avx2, Vector256<short>, Avx2Lanes>();
        if (Avx512BW.IsSupported && kernel == Kernel.Avx512 && step.PairSumsFit)
            return step.Run<PanelInt8Avx512<Avx512PairOperations>, DotInt8Avx2, Vector256<short>, Avx2Lanes>();
        if (Avx512BW.IsSupported && kernel == Kernel.Avx512)
            return step.Run<PanelInt8Avx512<Avx512Operations>, DotInt8Avx2, Vector256<short>, Avx2Lanes>();
        if (Avx2.IsSupported && kernel == Kernel.Avx2 && step.HasLevels)
            return step.Run<PanelLevelsAvx2, DotInt8Avx2, Vector256<short>, Avx2Lanes>();
        if (Avx2.IsSupported && kernel == Kernel.Avx2 && step.PairSumsFit)
            return step.Run<PanelInt8Avx2<Avx2PairProducts>, DotInt8Avx2, Vector256<short>, Avx2Lanes>();
        if (Avx2.IsSupported && kernel == Kernel.Avx2)
            return step.Run<PanelInt8Avx2<Avx2Products>, DotInt8Avx2, Vector256<short>, Avx2Lanes>();
        if (AdvSimd.IsSupported && kernel == Kernel.AdvSimdDotProduct)
            return step.Run<PanelInt8AdvSimdDp, DotInt8AdvSimdDp, Vector128<short>, AdvSimdLanes<Armv82>>();
        if (AdvSimd.IsSupported && kernel == Kernel.AdvSimd && step.HasLevels)
            return step.Run<PanelLevelsAdvSimd, DotInt8AdvSimd, Vector128<short>, AdvSimdLanes<Armv80>>();
        if (AdvSimd.IsSupported && kernel == Kernel.AdvSimd)
            return step.Run<PanelInt8AdvSimd, DotInt8AdvSimd, Vector128<short>, AdvSimdLanes<Armv80>>();
        if (Vector128.IsHardwareAccelerated && !AdvSimd.IsSupported && kernel == Kernel.Vector128)
            return step.Run<PanelVector128<sbyte>, DotScalar<sbyte>, Vector128<short>, Vector128Lanes>();
        return step.Run<PanelScalar<sbyte>, DotScalar<sbyte>, short, ScalarLanes>();
    }

    /// <summary>Runs a step on int16 activations with a kernel's types.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool RunInt16<TStep>(Kernel kernel, TStep step)
        where TStep : struct, IKernelStep<short>
    {
        if (AvxVnni.IsSupported && kernel == Kernel.AvxVnni)
            return step.Run<PanelInt16Avx2<VnniProducts>, DotInt16Avx2, Vector256<short>, Avx2Lanes>();
        if (Avx512BW.IsSupported && kernel == Kernel.Avx512)
            return step.Run<PanelInt16Avx512<Avx512Operations>, DotInt16Avx2, Vector256<short>, Avx2Lanes>();
        if (Avx2.IsSupported && kernel == Kernel.Avx2)
            return step.Run<PanelInt16Avx2<Avx2Products>, DotInt16Avx2, Vector256<short>, Avx2Lanes>();
        if (AdvSimd.IsSupported && kernel == Kernel.AdvSimdDotProduct)
            return step.Run<PanelInt16AdvSimdDp, DotInt16AdvSimd, Vector128<short>, AdvSimdLanes<Armv82>>();
        if (AdvSimd.IsSupported && kernel == Kernel.AdvSimd)
            return step.Run<PanelInt16AdvSimd, DotInt16AdvSimd, Vector128<short>, AdvSimdLanes<Armv80>>();
        if (Vector128.IsHardwareAccelerated && !AdvSimd.IsSupported && kernel == Kernel.Vector128)
            return step.Run<PanelVector128<short>, DotScalar<short>, Vector128<short>, Vector128Lanes>();
        return step.Run<PanelScalar<short>, DotScalar<short>, short, ScalarLanes>();
    }
}
