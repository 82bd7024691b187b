using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>
/// Windows that calibration did not have, but which are as likely: two that it had, mixed, and moved a little. The network that is learned from answers them too, so that a few hundred windows teach as thousands do: without,
/// what is trained knows its windows by heart.
/// </summary>
sealed class VariedWindows
{
    /// <summary>Of a channel's standard deviation: what moves it for a whole window, and at each sample.</summary>
    const double Offset = 0.2, Noise = 0.2;

    /// <summary>Of its own values, a window keeps at least so much.</summary>
    const double Own = 0.5;

    readonly WindowSet<float> windows;
    readonly float[] samples, targets;
    readonly double[] deviation;

    public VariedWindows(WindowSet<float> windows)
    {
        this.windows = windows;
        (samples, targets) = ([.. windows.Samples], [.. windows.Targets]);
        deviation = [.. Enumerable.Range(0, windows.Features).Select(Deviation)];
    }

    /// <summary>The windows as they were given, with their targets.</summary>
    public void Restore()
    {
        samples.CopyTo(windows.Samples, 0);
        targets.CopyTo(windows.Targets, 0);
    }

    /// <summary>Others in the place of <paramref name="members"/>, whose targets are then wrong.</summary>
    public void Draw(int[] members, ulong seed)
    {
        var random = new SeededRandom(seed);
        int features = windows.Features;
        var offsets = new float[features];
        foreach (int window in members)
        {
            int other = members[random.Below(members.Length)];
            float own = (float)(Own + (1 - Own) * random.Uniform());
            for (int k = 0; k < features; k++)
                offsets[k] = (float)(Offset * deviation[k] * Unit(random));
            for (int t = 0; t < windows.Lengths![window]; t++)
            {
                int to = (windows.Starts[window] + t) * features, from = (windows.Starts[other] + Math.Min(t, windows.Lengths[other] - 1)) * features;
                for (int k = 0; k < features; k++)
                    windows.Samples[to + k] = own * samples[to + k] + (1 - own) * samples[from + k] + offsets[k] + (float)(Noise * deviation[k] * Unit(random));
            }
        }
    }

    /// <summary>Uniform, of variance 1.</summary>
    static double Unit(SeededRandom random) => Math.Sqrt(3) * (2 * random.Uniform() - 1);

    double Deviation(int feature)
    {
        double sum = 0, squares = 0, count = samples.Length / windows.Features;
        for (int k = feature; k < samples.Length; k += windows.Features)
        {
            sum += samples[k];
            squares += (double)samples[k] * samples[k];
        }

        return Math.Sqrt(Math.Max(0, squares / count - sum / count * (sum / count)));
    }
}
