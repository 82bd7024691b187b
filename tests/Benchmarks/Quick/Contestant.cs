using System.Diagnostics;

namespace EdgeLstm.Benchmarks.Quick;

/// <summary>Something timed in rounds, in turn with others: on a machine that is shared, all then meet the same disturbances.</summary>
/// <param name="run">Does so many steps and gives the time they took in <see cref="Stopwatch"/>'s ticks.</param>
sealed class Contestant(Func<int, long> run)
{
    const int RunsPerRound = 50;
    static readonly long ShortRun = Stopwatch.Frequency / 5000; // 0.2 ms: mostly without an interruption

    readonly List<double> _medians = [], _minima = [];
    int _steps = 30;

    public Timing Timing => new(Statistics.Median(_medians), _minima.Min());

    /// <summary>Runs for so long, then chooses the length of a short run.</summary>
    public void WarmUp(TimeSpan duration)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < duration;)
            run(_steps);
        while (run(_steps) < ShortRun && _steps < 1 << 20)
            _steps *= 2;
    }

    public void Round()
    {
        var times = new double[RunsPerRound];
        for (int k = 0; k < times.Length; k++)
            times[k] = run(_steps) * 1e9 / Stopwatch.Frequency / _steps;
        _medians.Add(Statistics.Median(times));
        _minima.Add(times.Min());
    }
}
