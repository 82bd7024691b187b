using System.Reflection;
using System.Runtime.Intrinsics.X86;
using EdgeLstm.Kernels;

namespace EdgeLstm.Runtime.Tests;

/// <summary>The .NET that runs the tests.</summary>
public class LoadedRuntimeTests
{
    /// <summary>A test host that quietly took the installed one would prove nothing of another.</summary>
    [Fact]
    public void The_tests_run_on_the_runtime_that_was_asked_for()
    {
        var data = typeof(LoadedRuntimeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        string? asked = data.SingleOrDefault(pair => pair.Key == "TestsOnRuntime")?.Value;
        if (asked is null)
            Assert.True(Environment.Version.Major >= 10, $"{Environment.Version}");
        else
            Assert.Equal(Version.Parse(asked), Environment.Version);
        Assert.Equal(Environment.Version.Major, typeof(object).Assembly.GetName().Version!.Major);
    }

    /// <summary>.NET 11 reports AVX-VNNI on processors with AVX-512 VNNI, whose 256-bit kernel is the slower one.</summary>
    [Fact]
    public void A_processor_with_AVX_512_takes_its_kernel_whatever_else_is_reported() =>
        Assert.Equal(Avx512BW.IsSupported, KernelChoice.Current == Kernel.Avx512);
}
