using System.Numerics.Tensors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Cells;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>What the float network does on the calibration data: ranges, and the second moments of what each layer reads.</summary>
sealed class CalibrationStatistics
{
    readonly Network _network;

    CalibrationStatistics(Network network)
    {
        _network = network;
        int inputs = network.Inputs.Count;
        // The zeros around a convolution's window are in its range.
        bool isPadded = network.Layers.Any(layer => layer is ConvLayer { PadBefore: var before, PadAfter: var after } && before + after > 0
            && layer.Sources.Contains(-1));
        InputMin = Filled(inputs, isPadded ? 0 : float.PositiveInfinity);
        InputMax = Filled(inputs, isPadded ? 0 : float.NegativeInfinity);
        // States before the first sample are part of the range: quantized, they must not be cut off.
        MaxOutput = [.. network.Layers.Select(layer => layer is RecurrentLayer recurrent ? MaxMagnitude(recurrent.InitialH) : 0)];
        MaxCell = [.. network.Layers.Select(layer => layer is RecurrentLayer recurrent ? MaxMagnitude(recurrent.InitialC) : 0)];
        Cells = [.. network.Layers.Select(layer => layer is RecurrentLayer recurrent ? new CellStatistics(recurrent) : null)];
        Sensitivity = [.. network.Layers.Select(
            layer => layer is RecurrentLayer { Cell: LstmCell { IsPlain: true } cell } ? new GateSensitivity(cell.IsBinary) : null)];
        MaxFactor = [.. network.Layers.Select(layer => new double[layer is RecurrentLayer { Factors: { } factors } ? factors.Rank : 0])];
        Moments = [.. network.Layers.Select(layer => new double[Columns(layer), Columns(layer)])];
    }

    /// <summary>[F] least and greatest value of each input, as the network sees it: after normalisation.</summary>
    public float[] InputMin { get; }

    public float[] InputMax { get; }

    /// <summary>Per layer, the greatest |output| and |cell state|.</summary>
    public float[] MaxOutput { get; }

    public float[] MaxCell { get; }

    /// <summary>Per recurrent layer, the ranges inside of its cell.</summary>
    public CellStatistics?[] Cells { get; }

    /// <summary>Per plain LSTM layer, what its gates do to its output.</summary>
    public GateSensitivity?[] Sensitivity { get; }

    /// <summary>Per layer of low rank [K], the greatest |t|.</summary>
    public double[][] MaxFactor { get; }

    /// <summary>
    /// Per layer with weights, Σ z zᵀ over all steps with z = [x, what U reads, 1] (dense: [x, 1]; convolution: [taps, 1]).
    /// </summary>
    public double[][,] Moments { get; }

    /// <summary>Steps seen, and input values that were not finite, which the statistics leave out.</summary>
    public long Steps { get; private set; }

    public long NotFinite { get; private set; }

    /// <summary>Input values that were missing, and that the model's rule filled.</summary>
    public long FilledGaps { get; private set; }

    /// <summary>
    /// Runs the network over the data: each window from reset, and also with the state carried on, so that a stream has the ranges that
    /// it needs. A model that was made for
    /// windows has those of its windows alone: with a state that no window reaches, the third-party RUL model lost 0.54 cycles instead of
    /// 0.22 on them.
    /// </summary>
    public static CalibrationStatistics Collect(Network network, Dataset data, CancellationToken cancel, Action<double>? progress = null)
    {
        var statistics = new CalibrationStatistics(network);
        (data, statistics.FilledGaps) = GapFilter.Filled(network, data);
        var stream = CarriedRows.Of(network.CanStream, data);
        bool carries = stream is { AreWindows: false } && network.Rules.MadeFor(network.Window) is null
            && (stream.AreSeries || !network.Layers.OfType<RecurrentLayer>().Any(layer => layer.Cell.HasNoEnd));
        statistics.Windows(data, cancel, share => progress?.Invoke(carries ? share / 2 : share));
        if (carries)
            statistics.Stream(stream!, data, cancel, share => progress?.Invoke(0.5 + share / 2));
        return statistics;
    }

    void Windows(Dataset data, CancellationToken cancel, Action<double> progress)
    {
        var runner = new FloatRunner(_network) { Observer = step => Observe(step, weighs: true) };
        var output = new float[_network.Outputs.Count];
        int inputs = _network.Inputs.Count;
        for (int n = 0; n < data.Windows; n++)
        {
            cancel.ThrowIfCancellationRequested();
            runner.Reset();
            float[] window = data.Window(n).ToArray();
            for (int t = 0; t < data.Length(n); t++)
            {
                var sample = window.AsSpan(t * inputs, inputs);
                Clean(sample);
                if (_network.CanStream)
                    runner.Step(sample, output);
                Steps++;
            }

            if (!_network.CanStream)
                runner.Run(window);
            progress((n + 1.0) / data.Windows);
        }
    }

    void Stream(CarriedRows stream, Dataset data, CancellationToken cancel, Action<double> progress)
    {
        var growth = new StateGrowth(_network.Layers.Count);
        var rows = stream.Rows(repeats: true).ToList();
        int at = 0;
        // A stream made of windows has jumps that no machine makes, so that moments are better without it (RMSE of the example's pump
        // 0.24 h with it, 0.16 without); but windows of
        // one sample say nothing at all of what recurrent weights read (0.29 with it, 0.54 without).
        bool weighs = data.Steps == 1;
        var runner = new FloatRunner(_network)
        {
            Observer = step =>
            {
                growth.Add(step.Layer, MaxMagnitude(step.Cell), at < rows.Count / 2);
                Observe(step, weighs);
            },
        };
        var (sample, output) = (new float[_network.Inputs.Count], new float[_network.Outputs.Count]);
        long counted = NotFinite; // of the same samples, and counted
        for (; at < rows.Count; at++)
        {
            if (at % 1024 == 0)
            {
                cancel.ThrowIfCancellationRequested();
                progress((double)at / rows.Count);
            }

            if (rows[at].Begins)
                runner.Reset();
            Clean(stream.Sample(rows[at].Row, sample));
            runner.Step(sample, output);
        }

        NotFinite = counted;
        if (stream.AreSeries)
            return;
        for (int k = 0; k < MaxCell.Length; k++)
            MaxCell[k] = (float)(MaxCell[k] * growth.HeadRoom(k));
    }

    // A value that is not finite is taken as the channel's mean here, as a step takes it as its centre.
    void Clean(Span<float> sample)
    {
        for (int k = 0; k < sample.Length; k++)
        {
            float x = (sample[k] - _network.Inputs[k].Mean) / _network.Inputs[k].Scale;
            if (!float.IsFinite(x))
            {
                NotFinite++;
                sample[k] = _network.Inputs[k].Mean;
                continue;
            }

            InputMin[k] = Math.Min(InputMin[k], x);
            InputMax[k] = Math.Max(InputMax[k], x);
        }
    }

    /// <param name="weighs">Whether it counts to the moments too, and not to the ranges alone.</param>
    void Observe(LayerStep step, bool weighs)
    {
        int index = step.Layer;
        MaxOutput[index] = Math.Max(MaxOutput[index], MaxMagnitude(step.Output));
        MaxCell[index] = Math.Max(MaxCell[index], MaxMagnitude(step.Cell));
        if (Moments[index].GetLength(0) == 1)
            return;
        var z = new double[Moments[index].GetLength(0)];
        int at = 0;
        foreach (float v in step.Taps.IsEmpty ? step.Input : step.Taps)
            z[at++] = v;
        foreach (float v in step.Recurrent)
            z[at++] = v;
        if (weighs)
        {
            CellStatistics.Accumulate(Moments[index], z);
            Sensitivity[index]?.Add(step);
        }

        for (int k = 0; k < MaxFactor[index].Length; k++)
        {
            var factors = ((RecurrentLayer)_network.Layers[index]).Factors!;
            double t = factors.Offset[k];
            for (int c = 0; c < z.Length - 1; c++)
                t += factors.P[k * (z.Length - 1) + c] * z[c];
            if (weighs) // a low rank knows the states of windows: what it makes of others would only cost it resolution
                MaxFactor[index][k] = Math.Max(MaxFactor[index][k], Math.Abs(t));
        }

        Cells[index]?.Add(step);
    }

    static int Columns(Layer layer) => layer switch
    {
        RecurrentLayer recurrent => recurrent.Inputs + recurrent.Cell.Recurrent(recurrent.HiddenSize),
        ConvLayer conv => conv.Kernel * conv.Inputs,
        DenseLayer dense => dense.Inputs,
        _ => 0, // no weights to round
    } + 1;

    static float MaxMagnitude(ReadOnlySpan<float> values) => values.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(values));

    static float[] Filled(int count, float value)
    {
        var array = new float[count];
        Array.Fill(array, value);
        return array;
    }
}
