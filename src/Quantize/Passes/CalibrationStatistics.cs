using System.Numerics.Tensors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>What the float network does on the calibration data: ranges, and the second moments of what each layer reads.</summary>
public sealed class CalibrationStatistics
{
    readonly Network network;
    readonly float[][] previous;

    CalibrationStatistics(Network network)
    {
        this.network = network;
        int inputs = network.Inputs.Count;
        InputMin = Filled(inputs, float.PositiveInfinity);
        InputMax = Filled(inputs, float.NegativeInfinity);
        // States before the first sample are part of the range: quantized, they must not be cut off.
        MaxOutput = [.. network.Layers.Select(layer => layer is LstmLayer lstm ? MaxMagnitude(lstm.InitialH) : 0)];
        MaxCell = [.. network.Layers.Select(layer => layer is LstmLayer lstm ? MaxMagnitude(lstm.InitialC) : 0)];
        previous = [.. network.Layers.Select(layer => new float[layer is LstmLayer ? layer.Outputs : 0])];
        Moments = [.. network.Layers.Select(layer => new double[Columns(layer), Columns(layer)])];
    }

    /// <summary>[F] least and greatest value of each input, as the network sees it: after normalisation.</summary>
    public float[] InputMin { get; }

    public float[] InputMax { get; }

    /// <summary>Per layer, the greatest |output| and |cell state|.</summary>
    public float[] MaxOutput { get; }

    public float[] MaxCell { get; }

    /// <summary>Per layer, Σ z zᵀ over all steps with z = [x, h before the step, 1] (dense: [x, 1]).</summary>
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
            for (int k = 0; k < network.Layers.Count; k++)
                if (network.Layers[k] is LstmLayer lstm)
                    lstm.InitialH.CopyTo(statistics.previous[k], 0);
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

    void Observe(int index, ReadOnlySpan<float> input, ReadOnlySpan<float> sums, ReadOnlySpan<float> cell, ReadOnlySpan<float> output)
    {
        var z = new double[Moments[index].GetLength(0)];
        int at = 0;
        foreach (float v in input)
            z[at++] = v;
        foreach (float v in previous[index])
            z[at++] = v;
        z[at] = 1;
        for (int row = 0; row < z.Length; row++)
        {
            if (z[row] == 0)
                continue;
            var target = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref Moments[index][row, 0], z.Length);
            TensorPrimitives.MultiplyAdd(z, z[row], target, target);
        }

        if (previous[index].Length != 0)
            output.CopyTo(previous[index]);
        MaxOutput[index] = Math.Max(MaxOutput[index], MaxMagnitude(output));
        MaxCell[index] = Math.Max(MaxCell[index], MaxMagnitude(cell));
    }

    static int Columns(Layer layer) => layer.Inputs + (layer is LstmLayer ? layer.Outputs : 0) + 1;

    static float MaxMagnitude(ReadOnlySpan<float> values) => values.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(values));

    static float[] Filled(int count, float value)
    {
        var array = new float[count];
        Array.Fill(array, value);
        return array;
    }
}
