using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>
/// How many samples after a reset a prediction needs to mean something: what the trainer says, else the window that the model was trained
/// on, where the graph tells it; else the shortest run from reset that stays within 1 % of the outputs' range of a run over everything
/// before it.
/// </summary>
static class WarmUp
{
    // Places on the calibration data where a short run is compared with the long one, in as many windows where there are several; and the
    // most of a window that is looked at: a network that remembers more is told to warm up for that long.
    const int Ends = 24, MaxSteps = 4096;

    public static int Steps(Network network, Dataset data)
    {
        if ((network.WarmUpSteps ?? network.Window) is int known)
            return known;
        if (!network.CanStream)
            return data.Steps; // a window is all that such a network knows
        var runner = new FloatRunner(network);
        data = GapFilter.Filled(network, data).Data;
        int features = network.Inputs.Count, outputs = network.Outputs.Count;
        var (low, high) = (new float[outputs], new float[outputs]);
        Array.Fill(low, float.PositiveInfinity);
        Array.Fill(high, float.NegativeInfinity);
        var comparisons = new List<(float[] Window, int End, float[] Expected)>();
        var random = new Random(1);
        int windows = Math.Min(data.Windows, Ends), longest = Math.Min(data.Steps, MaxSteps);
        for (int n = 0; n < windows; n++)
        {
            int chosen = (int)((long)n * data.Windows / windows), length = Math.Min(data.Length(chosen), MaxSteps);
            float[] samples = Finite(data.Window(chosen)[..(length * features)], network);
            var everyStep = new float[length * outputs];
            runner.Run(samples, everyStep);
            for (int k = 0; k < everyStep.Length; k++)
            {
                low[k % outputs] = Math.Min(low[k % outputs], everyStep[k]);
                high[k % outputs] = Math.Max(high[k % outputs], everyStep[k]);
            }

            for (int k = 0; k < Ends / windows; k++)
            {
                int end = random.Next(length / 2, length);
                comparisons.Add((samples, end, everyStep.AsSpan(end * outputs, outputs).ToArray()));
            }
        }

        for (int steps = 1; steps < longest / 2; steps = Math.Max(steps + 1, steps * 5 / 4))
            if (comparisons.All(c => Agrees(c.Window, c.End, steps, c.Expected)))
                return steps;
        return longest;

        // The end lies in the second half, so that the short run fits before it, or is, of a window that is shorter than others, all of it.
        bool Agrees(float[] samples, int end, int steps, float[] expected)
        {
            steps = Math.Min(steps, end + 1);
            var brief = runner.Run(samples.AsSpan((end + 1 - steps) * features, steps * features));
            for (int o = 0; o < outputs; o++)
                if (Math.Abs(brief[o] - expected[o]) > 0.01f * (high[o] - low[o]))
                    return false;
            return true;
        }
    }

    // One NaN would stay in the state for ever, and compares with nothing.
    static float[] Finite(ReadOnlySpan<float> values, Network network)
    {
        float[] finite = values.ToArray();
        for (int k = 0; k < finite.Length; k++)
            if (!float.IsFinite(finite[k]))
                finite[k] = network.Inputs[k % network.Inputs.Count].Mean;
        return finite;
    }
}
