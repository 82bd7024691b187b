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

    readonly WindowSet<float> _windows;
    readonly float[] _samples, _targets;
    readonly double[] _deviation;

    public VariedWindows(WindowSet<float> windows)
    {
        _windows = windows;
        (_samples, _targets) = ([.. windows.Samples], [.. windows.Targets]);
        _deviation = [.. Enumerable.Range(0, windows.Features).Select(Deviation)];
    }

    /// <summary>The windows as they were given, with their targets.</summary>
    public void Restore()
    {
        _samples.CopyTo(_windows.Samples, 0);
        _targets.CopyTo(_windows.Targets, 0);
    }

    /// <summary>Others in the place of <paramref name="members"/>, whose targets are then wrong.</summary>
    public void Draw(int[] members, ulong seed)
    {
        var random = new SeededRandom(seed);
        int features = _windows.Features;
        var offsets = new float[features];
        foreach (int window in members)
        {
            int other = members[random.Below(members.Length)];
            float own = (float)(Own + (1 - Own) * random.Uniform());
            for (int k = 0; k < features; k++)
                offsets[k] = (float)(Offset * _deviation[k] * Unit(random));
            for (int t = 0; t < _windows.Lengths![window]; t++)
            {
                int to = (_windows.Starts[window] + t) * features, from = (_windows.Starts[other] + Math.Min(t, _windows.Lengths[other] - 1)) * features;
                for (int k = 0; k < features; k++)
                    _windows.Samples[to + k] = own * _samples[to + k] + (1 - own) * _samples[from + k] + offsets[k] + (float)(Noise * _deviation[k] * Unit(random));
            }
        }
    }

    /// <summary>Uniform, of variance 1.</summary>
    static double Unit(SeededRandom random) => Math.Sqrt(3) * (2 * random.Uniform() - 1);

    double Deviation(int feature)
    {
        double sum = 0, squares = 0, count = _samples.Length / _windows.Features;
        for (int k = feature; k < _samples.Length; k += _windows.Features)
        {
            sum += _samples[k];
            squares += (double)_samples[k] * _samples[k];
        }

        return Math.Sqrt(Math.Max(0, squares / count - sum / count * (sum / count)));
    }
}
