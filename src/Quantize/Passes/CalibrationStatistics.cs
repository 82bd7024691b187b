using System.Numerics.Tensors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>What the float network does on the calibration data: ranges, and the second moments of what each layer reads.</summary>
public sealed class CalibrationStatistics
{
    readonly Network network;

    CalibrationStatistics(Network network)
    {
        this.network = network;
        int inputs = network.Inputs.Count;
        InputMin = Filled(inputs, float.PositiveInfinity);
        InputMax = Filled(inputs, float.NegativeInfinity);
        // States before the first sample are part of the range: quantized, they must not be cut off.
        MaxOutput = [.. network.Layers.Select(layer => layer is RecurrentLayer recurrent ? MaxMagnitude(recurrent.InitialH) : 0)];
        MaxCell = [.. network.Layers.Select(layer => layer is RecurrentLayer recurrent ? MaxMagnitude(recurrent.InitialC) : 0)];
        Moments = [.. network.Layers.Select(layer => new double[Columns(layer), Columns(layer)])];
    }

    /// <summary>[F] least and greatest value of each input, as the network sees it: after normalisation.</summary>
    public float[] InputMin { get; }

    public float[] InputMax { get; }

    /// <summary>Per layer, the greatest |output| and |cell state|.</summary>
    public float[] MaxOutput { get; }

    public float[] MaxCell { get; }

    /// <summary>Per layer, Σ z zᵀ over all steps with z = [x, what U reads, 1] (dense: [x, 1]).</summary>
    public double[][,] Moments { get; }

    /// <summary>Steps seen, and input values that were not finite, which the statistics leave out.</summary>
    public long Steps { get; private set; }

    public long NotFinite { get; private set; }

    public static CalibrationStatistics Collect(Network network, Dataset data, CancellationToken cancel, Action<double>? progress = null)
    {
        var statistics = new CalibrationStatistics(network);
        var runner = new FloatRunner(network) { Observer = statistics.Observe };
        var output = new float[network.Outputs.Count];
        var sample = new float[network.Inputs.Count];
        for (int n = 0; n < data.Windows; n++)
        {
            cancel.ThrowIfCancellationRequested();
            runner.Reset();
            var window = data.Window(n);
            for (int t = 0; t < data.Steps; t++)
            {
                window.Slice(t * sample.Length, sample.Length).CopyTo(sample);
                statistics.Clean(sample);
                runner.Step(sample, output);
                statistics.Steps++;
            }

            progress?.Invoke((n + 1.0) / data.Windows);
        }

        return statistics;
    }

    // A value that is not finite is taken as the channel's mean here, as a step takes it as its centre.
    void Clean(float[] sample)
    {
        for (int k = 0; k < sample.Length; k++)
        {
            float x = (sample[k] - network.Inputs[k].Mean) / network.Inputs[k].Scale;
            if (!float.IsFinite(x))
            {
                NotFinite++;
                sample[k] = network.Inputs[k].Mean;
                continue;
            }

            InputMin[k] = Math.Min(InputMin[k], x);
            InputMax[k] = Math.Max(InputMax[k], x);
        }
    }

    void Observe(LayerStep step)
    {
        int index = step.Layer;
        var z = new double[Moments[index].GetLength(0)];
        int at = 0;
        foreach (float v in step.Input)
            z[at++] = v;
        foreach (float v in step.Recurrent)
            z[at++] = v;
        z[at] = 1;
        for (int row = 0; row < z.Length; row++)
        {
            if (z[row] == 0)
                continue;
            var target = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref Moments[index][row, 0], z.Length);
            TensorPrimitives.MultiplyAdd(z, z[row], target, target);
        }

        MaxOutput[index] = Math.Max(MaxOutput[index], MaxMagnitude(step.Output));
        MaxCell[index] = Math.Max(MaxCell[index], MaxMagnitude(step.Cell));
    }

    static int Columns(Layer layer) => layer.Inputs + (layer is RecurrentLayer recurrent ? recurrent.Cell.Recurrent(recurrent.Units) : 0) + 1;

    static float MaxMagnitude(ReadOnlySpan<float> values) => values.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(values));

    static float[] Filled(int count, float value)
    {
        var array = new float[count];
        Array.Fill(array, value);
        return array;
    }
}
