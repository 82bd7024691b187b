using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>
/// How many samples after a reset a prediction needs to mean something: what the trainer says, else the window that the model was trained on, where the graph tells it;
/// else the shortest run from reset that stays within 1 % of the outputs' range of a run over everything before it.
/// </summary>
public static class WarmUp
{
    const int Ends = 24; // places on the calibration data where a short run is compared with the long one

    public static int Steps(Network network, Dataset data)
    {
        if ((network.WarmUpSteps ?? network.Window) is int known)
            return known;
        var runner = new FloatRunner(network);
        int features = network.Inputs.Count, outputs = network.Outputs.Count;
        var everyStep = new float[data.Steps * outputs];
        var (low, high) = (new float[outputs], new float[outputs]);
        Array.Fill(low, float.PositiveInfinity);
        Array.Fill(high, float.NegativeInfinity);
        var comparisons = new List<(int Window, int End, float[] Expected)>();
        var random = new Random(1);
        for (int n = 0; n < data.Windows; n++)
        {
            runner.Run(data.Window(n), everyStep);
            for (int t = 0; t < data.Steps; t++)
            {
                for (int o = 0; o < outputs; o++)
                {
                    low[o] = Math.Min(low[o], everyStep[t * outputs + o]);
                    high[o] = Math.Max(high[o], everyStep[t * outputs + o]);
                }
            }

            for (int k = 0; k < Math.Max(1, Ends / data.Windows); k++)
            {
                int end = random.Next(data.Steps / 2, data.Steps);
                comparisons.Add((n, end, everyStep.AsSpan(end * outputs, outputs).ToArray()));
            }
        }

        for (int steps = 1; steps < data.Steps / 2; steps = Math.Max(steps + 1, steps * 5 / 4))
            if (comparisons.Take(4 * Ends).All(c => Agrees(c.Window, c.End, steps, c.Expected)))
                return steps;
        return data.Steps;

        bool Agrees(int n, int end, int steps, float[] expected)
        {
            if (end + 1 < steps)
                return true;
            var brief = runner.Run(data.Window(n).Slice((end + 1 - steps) * features, steps * features));
            for (int o = 0; o < outputs; o++)
                if (Math.Abs(brief[o] - expected[o]) > 0.01f * (high[o] - low[o]))
                    return false;
            return true;
        }
    }
}
