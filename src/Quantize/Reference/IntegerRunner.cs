using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;
using EdgeLstm.Quantize.Reference.Integer;

namespace EdgeLstm.Quantize.Reference;

/// <summary>
/// Runs an artifact with the runtime's own layers, in the order that generated code calls them: the same bits, without a compiler. Serves the
/// float32 scheme too. It computes every value as floats besides, for reports.
/// </summary>
sealed class IntegerRunner
{
    readonly ModelArtifact _model;
    readonly float[] _centre, _inverseStep, _inputScale, _inputOffset, _padded;
    readonly Rows _input;
    readonly GapFilter? _gaps;
    readonly LayerRun[] _layers;
    readonly Rows[][] _sources;
    readonly Dictionary<string, float[]> _states = [];
    long _steps;

    public IntegerRunner(ModelArtifact model)
    {
        _model = model;
        _centre = [.. model.Inputs.Select(i => i.Centre)];
        _inverseStep = [.. model.Inputs.Select(i => i.InverseStep)];
        _inputScale = [.. model.Inputs.Select(i => i.FromUnits.Scale)];
        _inputOffset = [.. model.Inputs.Select(i => i.FromUnits.Offset)];
        _padded = new float[CellShape.Padded(_centre.Length)];
        _input = new(model.Scheme, _centre.Length);
        _gaps = GapFilter.Of(model.Rules.Missing, model.Inputs.Select(i => i.Mean));
        _layers = [.. Enumerable.Range(0, model.Layers.Count).Select(k => LayerRun.Of(model, k))];
        _sources = [.. model.Layers.Select(layer => layer.Sources.Select(source => source < 0 ? _input : _layers[source].Output).ToArray())];
        foreach (var (state, k) in _layers.Select((layer, k) => (layer, k)))
            if (state is CellStateRun cell)
                cell.Recurrent = (RecurrentRun)_layers[model.Layers[k].Source];
        Resize(1);
        Reset();
    }

    public ModelArtifact Model => _model;

    /// <summary>Input values that saturated, or were not a number, since the last reset.</summary>
    public long SaturatedInputs { get; private set; }

    /// <summary>Input values that were missing since the last reset, by the model's rule; 0 where it has none.</summary>
    public long MissingInputs => _gaps?.Missing ?? 0;

    /// <summary>Steps of recurrent layers since the last reset in which a state was cut off.</summary>
    public long SaturatedStates => _layers.OfType<RecurrentRun>().Sum(layer => layer.SaturatedStates);

    /// <summary>Called before each recurrent layer's step, with the layer's index and the row that it is about to compute.</summary>
    public Action<int, int>? BeforeRecurrent { get; set; }

    /// <summary>Called likewise after each recurrent layer's step.</summary>
    public Action<int, int>? AfterRecurrent { get; set; }

    public void Reset()
    {
        (SaturatedInputs, _steps) = (0, 0);
        _gaps?.Reset();
        foreach (var layer in _layers)
            layer.Reset();
        foreach (var state in _model.States)
            if (_states.TryGetValue(state.Name, out float[]? values))
                ((RecurrentRun)_layers[state.Layer]).Begin(state.IsCell, values.AsSpan(state.At, ((ArtifactRecurrent)_model.Layers[state.Layer]).StateWidth(state.IsCell)));
    }

    /// <summary>Gives the initial states of an input of the trained graph to the windows and streams from the next reset on.</summary>
    public void SetInitialState(string name, float[] values) => _states[name] = values;

    /// <summary>One sample in the user's units; advances the state.</summary>
    public void Step(ReadOnlySpan<float> sample, Span<float> output)
    {
        if (_model.Plan.WhyWindows is { } why)
            throw new InvalidOperationException($"The model has no steps: {why}.");
        _steps++;
        Take(sample, 0);
        for (int k = 0; k < _layers.Length; k++)
            Step(k, 0);
        Heads(output, _ => 0);
    }

    /// <summary>One window [T, F] from reset: [O], or [T', O] where the model gives every step.</summary>
    public void Predict(ReadOnlySpan<float> window, Span<float> output)
    {
        Reset();
        int features = _input.Width, samples = window.Length / features, outputs = _model.Outputs.Count;
        if (_model.CanStream)
        {
            for (int t = 0; t < samples; t++)
                Step(window.Slice(t * features, features), _model.EveryStep ? output.Slice(t * outputs, outputs) : output);
            return;
        }

        Resize(samples);
        for (int t = 0; t < samples; t++)
            Take(window.Slice(t * features, features), t);
        for (int k = 0; k < _layers.Length; k++)
        {
            if (_layers[k] is CellStateRun)
                continue;
            int count = _layers[k].Output.Steps;
            for (int n = 0; n < count; n++)
            {
                int t = _layers[k].Reverse ? count - 1 - n : n;
                Step(k, t);
                for (int later = k + 1; later < _layers.Length; later++)
                    if (_layers[later] is CellStateRun && _model.Layers[later].Source == k)
                        Step(later, t);
            }
        }

        if (!_model.EveryStep)
        {
            Heads(output, head => _layers[head].Output.Steps - 1);
            return;
        }

        int rows = OutputSteps(samples);
        for (int t = 0; t < rows; t++)
            Heads(output.Slice(t * outputs, outputs), head => Math.Max(0, t - rows + _layers[head].Output.Steps));
    }

    /// <summary>Outputs that a window of <paramref name="samples"/> gives.</summary>
    public int OutputSteps(int samples) => _model.Plan.OutputRowsOf(samples);

    /// <summary>A layer's output at one row of the last window, 0 in a stream, as floats [Outputs].</summary>
    public ReadOnlySpan<float> LayerOutput(int layer, int row = 0) => _layers[layer].Output.Floats(row);

    /// <summary>The activation units that a layer gives at one row, −1 for the input, widened.</summary>
    public int[] ActivationUnits(int layer, int row = 0)
    {
        var rows = layer < 0 ? _input : _layers[layer].Output;
        return _model.Scheme == Scheme.Int8 ? Array.ConvertAll(rows.Int8(row).ToArray(), v => (int)v) : Array.ConvertAll(rows.Int16(row).ToArray(), v => (int)v);
    }

    /// <summary>The row that a layer computes as its <paramref name="order"/>th of a window.</summary>
    public int RowOf(int layer, int order) => _layers[layer].Reverse ? _layers[layer].Output.Steps - 1 - order : order;

    /// <summary>A recurrent layer's hidden state in activation units.</summary>
    public int[] HiddenUnits(int layer) => ((RecurrentRun)_layers[layer]).Units;

    /// <summary>A recurrent layer's cell state in its own units, padded.</summary>
    public ReadOnlySpan<short> CellUnits(int layer) => ((RecurrentRun)_layers[layer]).Cell;

    void Resize(int samples)
    {
        _input.Resize(samples);
        for (int k = 0; k < _layers.Length; k++)
            _layers[k].Output.Resize(_model.CanStream ? 1 : _model.Plan.Steps(k).Of(samples));
    }

    void Take(ReadOnlySpan<float> sample, int t)
    {
        // What stands in for a value is no more out of range than the value was: each counts once.
        SaturatedInputs += Quantize(sample, t);
        if (_gaps is not null && _gaps.Take(sample, out int missing) is var taken && missing != 0)
            Quantize(taken, t);
    }

    int Quantize(ReadOnlySpan<float> sample, int t)
    {
        int saturated;
        switch (_model.Scheme)
        {
            case Scheme.Int8:
                saturated = Quantizer.Quantize(sample, _centre, _inverseStep, _input.Int8(t));
                Elements.Dequantize(_input.Int8(t), _inputScale, _inputOffset, _input.Floats(t));
                break;
            case Scheme.Int8x16:
                saturated = Quantizer.Quantize(sample, _centre, _inverseStep, _input.Int16(t));
                Elements.Dequantize(_input.Int16(t), _inputScale, _inputOffset, _input.Floats(t));
                break;
            default:
                saturated = FloatScheme.Normalise(sample, _centre, _inverseStep, _padded);
                _padded.AsSpan(0, _input.Width).CopyTo(_input.Floats(t));
                break;
        }

        return saturated;
    }

    void Step(int k, int t)
    {
        if (_layers[k] is RecurrentRun)
            BeforeRecurrent?.Invoke(k, t);
        _layers[k].Step(_sources[k], t, _steps);
        if (_layers[k] is RecurrentRun)
            AfterRecurrent?.Invoke(k, t);
        var layer = _model.Layers[k];
        if (layer.Gives != ValueForm.Floats || !_model.Plan.AsUnits(k))
            return;
        var rows = _layers[k].Output;
        if (_model.Scheme == Scheme.Int8)
            Quantizer.Quantize(rows.Floats(t), layer.InverseStep, rows.Int8(t));
        else
            Quantizer.Quantize(rows.Floats(t), layer.InverseStep, rows.Int16(t));
    }

    void Heads(Span<float> output, Func<int, int> row)
    {
        int at = 0;
        foreach (int head in _model.Heads)
        {
            _layers[head].Output.Floats(row(head)).CopyTo(output[at..]);
            at += _model.Layers[head].Outputs;
        }

        for (int k = 0; k < _model.Outputs.Count; k++)
            if (_model.Outputs[k].Mean != 0 || _model.Outputs[k].Scale != 1)
                output[k] = output[k] * _model.Outputs[k].Scale + _model.Outputs[k].Mean;
    }
}
