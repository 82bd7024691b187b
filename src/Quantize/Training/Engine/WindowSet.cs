using System.Numerics;

namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>
/// Windows of one length into shared series of samples, as the network takes them: window n is the rows Starts[n] … Starts[n] + Steps − 1
/// of <paramref name="Samples"/> [rows, Features], so that windows that slide over a series cost no memory.
/// </summary>
/// <param name="Targets">[windows, Outputs], as the loss takes them; with <see cref="Lengths"/>, [rows, Outputs], NaN where there is
/// none.</param>
sealed record WindowSet<T>(int Steps, int Features, int Outputs, T[] Samples, int[] Starts, T[] Targets)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Samples of each window, up to Steps, where every sample has a target; null where each window has one target.</summary>
    public int[]? Lengths { get; init; }

    public int Count => Starts.Length;

    /// <summary>Steps of a window at which the network answers.</summary>
    public int AnswerSteps => Lengths is null ? 1 : Steps;

    /// <summary>Answers that <paramref name="windows"/> ask for.</summary>
    public long Answers(ReadOnlySpan<int> windows)
    {
        if (Lengths is null)
            return windows.Length;
        long sum = 0;
        foreach (int window in windows)
            sum += Lengths[window];
        return sum;
    }

    /// <summary>The target [Outputs] of <paramref name="window"/> at answer <paramref name="step"/>.</summary>
    public ReadOnlySpan<T> Target(int window, int step) => Targets.AsSpan((Lengths is null ? window : Starts[window] + step) * Outputs, Outputs);

    /// <summary>
    /// Puts <paramref name="windows"/> into the lanes of <paramref name="input"/> and, at each answer, of <paramref name="targets"/>
    /// [Outputs]; lanes left over repeat the last one. Behind a window's end there are zeros, and no targets.
    /// </summary>
    public void Gather(ReadOnlySpan<int> windows, Sequence<T> input, Sequence<T> targets)
    {
        int lanes = input.Lanes;
        for (int lane = 0; lane < lanes; lane++)
        {
            int window = windows[Math.Min(lane, windows.Length - 1)];
            int length = Lengths?[window] ?? Steps;
            var samples = Samples.AsSpan(Starts[window] * Features, length * Features);
            for (int t = 0; t < Steps; t++)
            {
                var step = input[t];
                for (int feature = 0; feature < Features; feature++)
                    step[feature * lanes + lane] = t < length ? samples[t * Features + feature] : T.Zero;
            }

            for (int t = 0; t < AnswerSteps; t++)
                for (int o = 0; o < Outputs; o++)
                    targets[t][o * lanes + lane] = t < length ? Target(window, t)[o] : T.NaN;
        }
    }
}
