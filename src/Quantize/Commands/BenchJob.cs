using EdgeLstm.Generator.Artifact;
using EdgeLstm.Kernels;
using EdgeLstm.Quantize.Bench;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Quantize.Commands;

/// <summary>What <c>bench</c> does.</summary>
public static class BenchJob
{
    /// <summary>Samples of a window where neither the model nor its warm-up says how many.</summary>
    const int FreeWindow = 64;

    public static Report Run(BenchRequest request, Session session)
    {
        var model = ModelLoader.Kind(request.Model) == ModelKind.Artifact ? ModelLoader.Artifact(request.Model) : Float(request.Model, session);
        var benchmark = new StepBenchmark(model);
        var (times, allocated, steps) = session.Screen.Track("timing", 1, _ => benchmark.Measure(request.Duration, session.Cancel));
        int samples = benchmark.SamplesPerStep;
        long macs = Enumerable.Range(0, model.Layers.Count).Sum(k => ArtifactReport.MultiplyAccumulates(model.Layers[k]) * (model.CanStream ? 1 : model.Plan.Steps(k).Of(samples)));
        string unit = model.CanStream ? "step" : "window", each = model.CanStream ? "step" : $"window of {samples} samples";
        double median = times[times.Length / 2];
        return new()
        {
            Facts =
            [
                new("model", "model", model.Name),
                new("scheme", "scheme", model.Scheme.ToString().ToLowerInvariant()),
                new("kernel", "kernel", KernelChoice.Current.ToString()),
                new("medianNs", "median", new Cell(median, $"{median:N1} ns per {each}")),
                new("samplesPerRun", "samples", samples),
                new("p10Ns", "10th percentile", new Cell(times[times.Length / 10], $"{times[times.Length / 10]:N1} ns")),
                new("p90Ns", "90th percentile", new Cell(times[times.Length * 9 / 10], $"{times[times.Length * 9 / 10]:N1} ns")),
                new("bytesAllocated", "allocated", new Cell(allocated, $"{allocated} bytes in {steps:N0} {unit}s")),
                new("macsPerStep", $"MACs per {unit}", macs),
                new("macsPerNs", "MACs per ns", macs / median),
            ],
            Notes = [$"median of {times.Length:N0} runs on this machine, which may be busy; compare models only within one hour on one machine"],
        };
    }

    /// <summary>An ONNX model in the float32 scheme, which needs no calibration data: zeros stand in, of the length that a window model is timed with.</summary>
    static ModelArtifact Float(string path, Session session)
    {
        var network = session.Tools.Import(path);
        int samples = network.CanStream ? 2 : network.Window ?? FreeWindow;
        var nothing = new Dataset(1, samples, network.Inputs.Count, new float[samples * network.Inputs.Count]);
        return QuantizePass.Run(network, CalibrationStatistics.Collect(network, nothing, session.Cancel), Scheme.Float32, samples, "", []);
    }
}
