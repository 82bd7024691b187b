using System.Diagnostics;
using EdgeLstm.Generator.Model;

namespace EdgeLstm.Tool.Bench;

/// <summary>
/// Times the generated steps of several models in turns, so that what else the machine does in the meantime meets all of them alike.
/// </summary>
static class StepRace
{
    const int Rounds = 60;

    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.3), Turn = TimeSpan.FromMilliseconds(0.5);

    /// <returns>Nanoseconds per step of each model: the median of its turns.</returns>
    public static double[] Nanoseconds(IReadOnlyList<ModelArtifact> models, CancellationToken cancel, Action<double>? progress = null)
    {
        var runs = new GeneratedStep[models.Count];
        for (int k = 0; k < runs.Length; k++)
        {
            cancel.ThrowIfCancellationRequested();
            runs[k] = new(models[k]);
            // until the JIT has made its last version of the loop and of the kernels
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUp;)
                runs[k].Run(64);
            progress?.Invoke(k + 1);
        }

        int[] steps = [.. runs.Select(run => (int)Math.Clamp(Turn.TotalSeconds * Stopwatch.Frequency / Math.Max(1, run.Run(64)) * 64, 64,
            1 << 20))];
        var times = runs.Select(_ => new double[Rounds]).ToArray();
        for (int round = 0; round < Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            for (int k = 0; k < runs.Length; k++)
                times[k][round] = runs[k].Run(steps[k]) * 1e9 / Stopwatch.Frequency / steps[k];
        }

        foreach (double[] turns in times)
            Array.Sort(turns);
        return [.. times.Select(turns => turns[Rounds / 2])];
    }
}
