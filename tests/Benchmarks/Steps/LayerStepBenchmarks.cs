using BenchmarkDotNet.Attributes;
using EdgeLstm.Benchmarks.Models;

namespace EdgeLstm.Benchmarks.Steps;

/// <summary>The LSTM layers' step on every kernel of this processor.</summary>
[MemoryDiagnoser]
public class LayerStepBenchmarks
{
    const int Steps = 64;

    LayerSteps _layers = null!;

    public static IEnumerable<Size> Sizes => Size.All;

    public static IEnumerable<Kernel> Kernels => Supported.Kernels;

    [ParamsSource(nameof(Sizes))]
    public Size Size { get; set; } = Size.All[0];

    [ParamsAllValues]
    public Scheme Scheme { get; set; }

    [ParamsSource(nameof(Kernels))]
    public Kernel Kernel { get; set; }

    [GlobalSetup]
    public void Setup() => _layers = LayerSteps.Of(RandomModel.Artifact(Size, Scheme), Kernel);

    [Benchmark(OperationsPerInvoke = Steps)]
    public void LayerStep() => _layers.Run(Steps);
}
