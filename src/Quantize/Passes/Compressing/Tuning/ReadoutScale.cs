using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>How much the network's outputs, each in units of its spread over the data, move with each value of the read-out.</summary>
static class ReadoutScale
{
    const int MaxSteps = 3000;
    const double Difference = 1e-2, Least = 1e-3;

    public static double[] Of(Network network, TunableStack stack, Dataset data, CancellationToken cancel)
    {
        float[] plain = Outputs(network, data, cancel);
        int outputs = network.Outputs.Count;
        double[] spread = [.. Enumerable.Range(0, outputs).Select(output => Spread([.. plain.Where((_, k) => k % outputs == output)]))];
        var moves = new double[stack.Spec.Outputs];
        for (int index = 0; index < moves.Length; index++)
        {
            float[] moved = Outputs(stack.Moved(index, Difference), data, cancel);
            moves[index] = Math.Sqrt(plain.Select((y, k) => Math.Pow((moved[k] - y) / Difference / spread[k % outputs], 2)).Where(double.IsFinite).DefaultIfEmpty(0).Average() * outputs);
        }

        // What moves nothing on these data, a unit that is off, is held where it is all the same.
        double largest = moves.Max() is > 0 and var most ? most : 1;
        return [.. moves.Select(move => Math.Max(move, Least * largest))];
    }

    static float[] Outputs(Network network, Dataset data, CancellationToken cancel)
    {
        int outputs = network.Outputs.Count, count = Math.Clamp(MaxSteps / data.Steps, 1, data.Windows), steps = Math.Min(data.Steps, MaxSteps);
        var runner = new FloatRunner(network);
        var result = new float[count * steps * outputs];
        int at = 0;
        for (int n = 0; n < count; n++)
        {
            cancel.ThrowIfCancellationRequested();
            runner.Reset();
            int chosen = (int)((long)n * data.Windows / count);
            for (int t = 0; t < Math.Min(steps, data.Length(chosen)); t++, at += outputs)
                runner.Step(data.Sample(chosen, t), result.AsSpan(at, outputs));
        }

        return result[..at];
    }

    static double Spread(float[] values)
    {
        double[] finite = [.. values.Where(float.IsFinite).Select(v => (double)v)];
        double mean = finite.DefaultIfEmpty(0).Average();
        return Math.Sqrt(finite.Select(v => (v - mean) * (v - mean)).DefaultIfEmpty(0).Average()) is > 0 and var spread ? spread : 1;
    }
}
