namespace EdgeLstm;

/// <summary>An instruction set that a step can run on. All give the same bits for the integer schemes.</summary>
public enum Kernel
{
    /// <summary>Plain C#, the definition of the arithmetic.</summary>
    Scalar,

    /// <summary>x64 with AVX2.</summary>
    Avx2,

    /// <summary>64-bit Arm without dot product: Raspberry Pi 3 and 4.</summary>
    AdvSimd,

    /// <summary>64-bit Arm with dot product: Raspberry Pi 5.</summary>
    AdvSimdDotProduct,

    /// <summary>Any other processor with 128-bit vectors: x64 without AVX2.</summary>
    Vector128,

    /// <summary>x64 with AVX2 and AVX-VNNI.</summary>
    AvxVnni,

    /// <summary>x64 with AVX-512BW.</summary>
    Avx512,
}
