namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>
/// Windows of one length into shared series of samples, as the network takes them: window n is the rows Starts[n] … Starts[n] + Steps − 1 of <paramref name="Samples"/> [rows, Features], so that windows
/// that slide over a series cost no memory.
/// </summary>
/// <param name="Targets">[windows, Outputs], as the loss takes them.</param>
sealed record WindowSet<T>(int Steps, int Features, int Outputs, T[] Samples, int[] Starts, T[] Targets)
    where T : unmanaged
{
    public int Count => Starts.Length;

    /// <summary>Puts <paramref name="windows"/> into the lanes of <paramref name="input"/> and <paramref name="targets"/> [Outputs][lanes]; lanes left over repeat the last one.</summary>
    public void Gather(ReadOnlySpan<int> windows, Sequence<T> input, Span<T> targets)
    {
        int lanes = input.Lanes;
        for (int lane = 0; lane < lanes; lane++)
        {
            int window = windows[Math.Min(lane, windows.Length - 1)];
            var samples = Samples.AsSpan(Starts[window] * Features, Steps * Features);
            for (int t = 0; t < Steps; t++)
            {
                var step = input[t];
                for (int feature = 0; feature < Features; feature++)
                    step[feature * lanes + lane] = samples[t * Features + feature];
            }

            for (int o = 0; o < Outputs; o++)
                targets[o * lanes + lane] = Targets[window * Outputs + o];
        }
    }
}
