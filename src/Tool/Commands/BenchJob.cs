using EdgeLstm.Kernels;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Tool.Bench;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands;

/// <summary>What <c>bench</c> does.</summary>
static class BenchJob
{
    public static Report Run(BenchRequest request, Session session)
    {
        var model = session.Tools.IsArtifact(request.Model) ? session.Tools.Artifact(request.Model)
            : FloatModel.Of(session.Tools.Import(request.Model), session.Cancel);
        var benchmark = new StepBenchmark(model);
        var (steps, pushes) = session.Screen.Track("timing", 2, done =>
        {
            var measured = benchmark.Measure(request.Duration, session.Cancel);
            done(1);
            return (measured, benchmark.MeasurePushes(request.Duration, session.Cancel));
        });
        var times = steps.Nanoseconds;
        int samples = benchmark.SamplesPerStep;
        long macs = Enumerable.Range(0, model.Layers.Count)
            .Sum(k => ArtifactWork.MultiplyAccumulates(model.Layers[k]) * (model.CanStream ? 1 : model.Plan.Steps(k).Of(samples)));
        string unit = model.CanStream ? "step" : "window", each = model.CanStream ? "step" : $"window of {samples} samples";
        return new()
        {
            Facts =
            [
                new("model", "model", model.Name),
                new("scheme", "scheme", model.Scheme.ToString().ToLowerInvariant()),
                new("kernel", "kernel", KernelChoice.Current.ToString()),
                new("medianNs", "median", new ReportCell(steps.Median, $"{steps.Median:N1} ns per {each}")),
                new("samplesPerRun", "samples", samples),
                new("p10Ns", "10th percentile", Nanoseconds(times[times.Count / 10])),
                new("p90Ns", "90th percentile", Nanoseconds(times[times.Count * 9 / 10])),
                new("bytesAllocated", "allocated", Allocated(steps, unit + "s")),
                new("macsPerStep", $"MACs per {unit}", macs),
                new("macsPerNs", "MACs per ns", macs / steps.Median),
                new("slidingWindowNs", "sliding window",
                    new ReportCell(pushes.Median, $"{pushes.Median:N1} ns per push, of {benchmark.WindowSamples} samples")),
                new("slidingWindowSamples", "its samples", benchmark.WindowSamples),
                new("slidingWindowBytesAllocated", "its allocated", Allocated(pushes, "pushes")),
            ],
            Notes =
            [
                $"median of {times.Count:N0} runs on this machine, which may be busy; compare models only within one hour on one machine",
                .. session.Tools.IsArtifact(request.Model) ? (string[])[NextStep.NewApp(request.Model)] : [],
            ],
        };
    }

    static ReportCell Nanoseconds(double value) => new(value, $"{value:N1} ns");

    static ReportCell Allocated(StepTimes times, string unit) =>
        new(times.Allocated, $"{times.Allocated} bytes in {times.Count:N0} {unit}");
}
