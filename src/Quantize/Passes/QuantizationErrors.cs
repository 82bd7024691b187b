using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>
/// The quantized model beside the float one, sample by sample: where the error arises and what of it reaches the outputs.
/// </summary>
sealed class QuantizationErrors
{
    /// <summary>
    /// The calibration data may be large: beyond so many samples windows are left out evenly, and a single one is cut off.
    /// </summary>
    public const int MaxSteps = 20_000;

    readonly Network _network;
    readonly IntegerRunner _integers;
    readonly FloatRunner _floats;
    readonly RecurrentErrors?[] _insides; // of the layers that have gates or a state to look at
    readonly ErrorSummary[] _layers;
    readonly int[] _told; // rows of each layer that the float network has told of
    readonly float[] _centres; // what a step takes a value for that is not a number, in the file's units

    QuantizationErrors(Network network, ModelArtifact model)
    {
        _network = network;
        _integers = new(model);
        _floats = new(network) { Observer = Compare };
        _centres = new UnitMap(ChannelsOf(model), network.Inputs).Apply([.. model.Inputs.Select(i => i.Centre)]);
        _told = new int[network.Layers.Count];
        _insides = [.. network.Layers.Select((layer, k) => layer is RecurrentLayer recurrent
            && model.Scheme != Scheme.Float32 ? new RecurrentErrors(recurrent, _integers, k) : null)];
        _layers = [.. network.Layers.Select(_ => new ErrorSummary())];
        Outputs = [.. network.Outputs.Select(_ => new ErrorSummary())];
        _integers.BeforeRecurrent = (layer, row) => _insides[layer]?.Before(row);
        _integers.AfterRecurrent = (layer, _) => _insides[layer]?.After();
    }

    /// <summary>Per output, in the user's units.</summary>
    public IReadOnlyList<ErrorSummary> Outputs { get; }

    public long Steps { get; private set; }

    public long Saturated { get; private set; }

    /// <summary>Per layer its gates, its cell state and its output, in the network's units.</summary>
    public IEnumerable<(string Layer, string What, ErrorSummary Error)> Parts =>
        _network.Layers.SelectMany((layer, k) => (_insides[k]?.Parts ?? [])
            .Select(part => (layer.Name, part.What, part.Error))
            .Append((layer.Name, layer is RecurrentLayer ? "hidden state" : "output", _layers[k])));

    public static QuantizationErrors Measure(Network file, ModelArtifact model, Dataset data, CancellationToken cancel)
    {
        var errors = new QuantizationErrors(file, model);
        data = GapFilter.Filled(file, data).Data;
        var units = (Data: new UnitMap(file.Inputs, ChannelsOf(model)), Outputs: new UnitMap(file.Outputs, OutputsOf(model)));
        int every = (int)Math.Clamp(data.Samples / MaxSteps, 1, data.Windows);
        for (int n = 0; n < data.Windows; n += every)
        {
            cancel.ThrowIfCancellationRequested();
            errors.Window(data, n, units.Data, units.Outputs);
        }

        return errors;
    }

    void Window(Dataset data, int n, UnitMap inputs, UnitMap outputs)
    {
        int steps = data.Windows == 1 ? Math.Min(data.Steps, MaxSteps) : data.Length(n);
        if (_network.CanStream)
            Stream(data, n, steps, inputs, outputs);
        else
            Whole(data.Window(n)[..(steps * _network.Inputs.Count)].ToArray(), steps, inputs, outputs);
        Steps += steps;
        Saturated += _integers.SaturatedInputs;
    }

    void Stream(Dataset data, int n, int steps, UnitMap inputs, UnitMap outputs)
    {
        _floats.Reset();
        _integers.Reset();
        var (expected, actual) = (new float[Outputs.Count], new float[Outputs.Count]);
        for (int t = 0; t < steps; t++)
        {
            float[] sample = data.Sample(n, t).ToArray();
            Forget();
            _integers.Step(inputs.Apply(sample), actual);
            _floats.Step(Clean(sample), expected);
            if (_network.EveryStep || t == steps - 1 || data.Windows == 1)
                Add(expected, actual, outputs);
        }
    }

    /// <summary>A network that reads ahead: the integers first, whose rows the float network's steps are then compared with.</summary>
    void Whole(float[] window, int steps, UnitMap inputs, UnitMap outputs)
    {
        int rows = _integers.OutputSteps(steps);
        var (expected, actual) = (new float[rows * Outputs.Count], new float[rows * Outputs.Count]);
        Forget();
        _integers.Predict(inputs.Apply(window), actual);
        float[] last = _floats.Run(Clean(window), _network.EveryStep ? expected : default);
        Add(_network.EveryStep ? expected : last, actual, outputs);
    }

    void Forget()
    {
        Array.Clear(_told);
        foreach (var inside in _insides)
            inside?.Forget();
    }

    void Add(float[] expected, float[] actual, UnitMap outputs)
    {
        float[] mapped = outputs.Apply(expected);
        for (int o = 0; o < mapped.Length; o++)
            Outputs[o % Outputs.Count].Add(mapped[o], actual[o]);
    }

    float[] Clean(float[] sample)
    {
        for (int k = 0; k < sample.Length; k++)
            if (!float.IsFinite(sample[k]))
                sample[k] = _centres[k % _centres.Length];
        return sample;
    }

    void Compare(LayerStep step)
    {
        // Both go through a layer's steps in the same order, from the last to the first where it is a reverse one.
        int index = step.Layer, order = _told[index]++;
        int row = _network.CanStream ? 0 : _integers.RowOf(index, order);
        var actual = _integers.LayerOutput(index, row);
        for (int k = 0; k < actual.Length; k++)
            _layers[index].Add(step.Output[k], actual[k]);
        _insides[index]?.Compare(step, order);
    }

    static Channel[] ChannelsOf(ModelArtifact model) => [.. model.Inputs.Select(i => new Channel(i.Name, i.Unit, i.Mean, i.Scale))];

    static Channel[] OutputsOf(ModelArtifact model) => [.. model.Outputs.Select(o => new Channel(o.Name, o.Unit, o.Mean, o.Scale))];
}
