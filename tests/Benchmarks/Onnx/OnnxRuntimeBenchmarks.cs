using BenchmarkDotNet.Attributes;
using EdgeLstm.Benchmarks.Models;
using EdgeLstm.Tool.Bench;

namespace EdgeLstm.Benchmarks.Onnx;

/// <summary>The same networks in ONNX Runtime, float32, one thread. Not run where the environment names no library.</summary>
[MemoryDiagnoser]
public class OnnxRuntimeBenchmarks
{
    const int Steps = 240; // whole calls, and no more than the 256 samples

    OrtSteps _session = null!;

    public static IEnumerable<Size> Sizes => Size.All;

    [ParamsSource(nameof(Sizes))]
    public Size Size { get; set; } = Size.All[0];

    [Params(1, 30)]
    public int StepsPerCall { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var library = OrtLibrary.Instance ?? throw new InvalidOperationException($"{OrtLibrary.Variable} is not set.");
        var network = RandomModel.Network(Size);
        var generated = new GeneratedStep(RandomModel.Artifact(network, Scheme.Float32));
        _session = new(library, network, StepsPerCall, generated.Samples);
        SameModel.Check(generated, _session);
    }

    [Benchmark(OperationsPerInvoke = Steps)]
    public void Step() => _session.Run(Steps);
}
