using BenchmarkDotNet.Attributes;
using EdgeLstm.Benchmarks.Models;
using EdgeLstm.Tool.Bench;

namespace EdgeLstm.Benchmarks.Steps;

/// <summary>The whole step of the generated class, float sample in to float output out, on this processor's best kernel.</summary>
[MemoryDiagnoser]
public class GeneratedStepBenchmarks
{
    const int Steps = 256;

    GeneratedStep _generated = null!;

    public static IEnumerable<Size> Sizes => Size.All;

    [ParamsSource(nameof(Sizes))]
    public Size Size { get; set; } = Size.All[0];

    [ParamsAllValues]
    public Scheme Scheme { get; set; }

    [GlobalSetup]
    public void Setup() => _generated = new(RandomModel.Artifact(Size, Scheme));

    [Benchmark(OperationsPerInvoke = Steps)]
    public void Step() => _generated.Run(Steps);
}
