using System.Diagnostics;
using EdgeLstm.Generator.Model;

namespace EdgeLstm.Tool.Bench;

/// <summary>
/// Compiles the generated class of a model in memory and times its <c>Step</c>, or its <c>Predict</c> where it needs windows, and its
/// <c>SlidingWindow</c>, over
/// varying samples.
/// </summary>
sealed class StepBenchmark(ModelArtifact model)
{
    readonly GeneratedStep _generated = new(model);

    /// <summary>Samples that a step takes: 1, or a window.</summary>
    public int SamplesPerStep => _generated.SamplesPerRun;

    /// <summary>Samples of the sliding window.</summary>
    public int WindowSamples => _generated.WindowSamples;

    /// <summary>Times steps, or windows.</summary>
    public StepTimes Measure(TimeSpan duration, CancellationToken cancel) => Measure(_generated.Run, duration, cancel);

    /// <summary>Times pushes into a sliding window that is full: each gives a prediction.</summary>
    public StepTimes MeasurePushes(TimeSpan duration, CancellationToken cancel) => Measure(_generated.Push, duration, cancel);

    static StepTimes Measure(Func<int, long> run, TimeSpan duration, CancellationToken cancel)
    {
        int steps = 64;
        var warm = Stopwatch.StartNew();
        while (warm.ElapsedMilliseconds < 600) // until the JIT has made its last version of the loop and of the kernels
            run(steps);
        while (run(steps) < Stopwatch.Frequency / 5000 && steps < 1 << 20) // runs of 0.2 ms
            steps *= 2;

        var times = new List<double>();
        long allocated = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < duration || times.Count < 30;)
        {
            cancel.ThrowIfCancellationRequested();
            var (ticks, bytes) = Counted(run, steps);
            if (bytes > 0)
                bytes = Math.Min(bytes, Counted(run, steps).Bytes);
            allocated += bytes;
            times.Add(ticks * 1e9 / Stopwatch.Frequency / steps);
        }

        times.Sort();
        return new([.. times], allocated, (long)times.Count * steps);
    }

    /// <summary>
    /// The runtime counts what is left of a thread's allocation buffer as allocated, whenever it takes the buffer back for another thread's
    /// sake. Steps that allocate do so in every run: the caller asks again.
    /// </summary>
    static (long Ticks, long Bytes) Counted(Func<int, long> run, int steps)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), ticks = run(steps);
        return (ticks, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
