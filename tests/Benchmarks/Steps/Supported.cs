using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Steps;

static class Supported
{
    /// <summary>The kernels that this processor can run, the scalar definition first.</summary>
    public static IEnumerable<Kernel> Kernels => Enum.GetValues<Kernel>().Where(KernelChoice.IsSupported);
}
