using EdgeLstm.Kernels;

namespace EdgeLstm.Runtime.Tests;

/// <summary>The order of kernels on any processor, whatever the one that runs the tests has.</summary>
public class KernelOrderTests
{
    [Theory]
    [InlineData(Kernel.Avx512, true, true, true, false, false, true)] // AVX-512 VNNI on .NET 11, which reports AvxVnni there too
    [InlineData(Kernel.Avx512, true, false, true, false, false, true)]
    [InlineData(Kernel.AvxVnni, false, true, true, false, false, true)]
    [InlineData(Kernel.Avx2, false, false, true, false, false, true)]
    [InlineData(Kernel.AdvSimdDotProduct, false, false, false, true, true, true)]
    [InlineData(Kernel.AdvSimd, false, false, false, false, true, true)]
    [InlineData(Kernel.Vector128, false, false, false, false, false, true)]
    [InlineData(Kernel.Scalar, false, false, false, false, false, false)]
    public void The_fastest_kernel_of_a_processor_is_taken(Kernel expected, bool avx512, bool avxVnni, bool avx2, bool dotProduct,
        bool advSimd, bool vector128) =>
        Assert.Equal(expected, KernelChoice.First(avx512, avxVnni, avx2, dotProduct, advSimd, vector128));

    [Fact]
    public void This_processors_kernel_is_one_that_it_can_run() => Assert.True(KernelChoice.IsSupported(KernelChoice.Current));
}
