using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Kernels;

/// <summary>The kernels in order of preference. Every condition is a constant to the JIT, so that a step's dispatch costs nothing there.</summary>
public static class KernelChoice
{
    /// <summary>The kernel that steps on this processor use.</summary>
    public static Kernel Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (Avx2.IsSupported)
                return Kernel.Avx2;
            if (Dp.IsSupported)
                return Kernel.AdvSimdDotProduct; // one instruction instead of three and a half
            if (AdvSimd.Arm64.IsSupported)
                return Kernel.AdvSimd;
            return Kernel.Scalar;
        }
    }

    /// <summary>Whether this processor can run <paramref name="kernel"/>.</summary>
    public static bool IsSupported(Kernel kernel) => kernel switch
    {
        Kernel.Avx2 => Avx2.IsSupported,
        Kernel.AdvSimd => AdvSimd.Arm64.IsSupported,
        Kernel.AdvSimdDotProduct => Dp.IsSupported,
        _ => true,
    };
}
