using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference.Float;

namespace EdgeLstm.Quantize.Reference;

/// <summary>
/// Runs a <see cref="Network"/> in float32, in the user's units: sample by sample where it streams, any network in windows. It is what quantized networks are
/// compared with, and lives on the development machine only: its transcendentals differ by an ulp or two between platforms.
/// </summary>
sealed class FloatRunner
{
    readonly Network _network;
    readonly float[] _input;
    readonly GapFilter? _gaps;
    readonly LayerState[] _layers;
    readonly Dictionary<int, float[]> _joined = []; // what layers with several sources read

    public FloatRunner(Network network)
    {
        _network = network;
        _input = new float[network.Inputs.Count];
        _gaps = GapFilter.Of(network.Rules.Missing, network.Inputs.Select(channel => channel.Mean));
        _layers = [.. network.Layers.Select(LayerState.Of)];
        for (int k = 0; k < _layers.Length; k++)
            if (network.Layers[k].Sources.Count > 1)
                _joined[k] = new float[network.Layers[k].Inputs];
        Reset();
    }

    /// <summary>Called for each layer at each step: in a stream in evaluation order, in a window layer by layer.</summary>
    public LayerObserver? Observer { get; set; }

    /// <summary>Gives the graph input <paramref name="name"/>, initial states in rows [rows, H], to the windows and streams from the next reset on.</summary>
    public void SetInitialState(string name, float[] values)
    {
        foreach (var state in _layers.OfType<RecurrentState>())
        {
            var layer = (RecurrentLayer)state.Layer;
            if (layer.InitialHInput is { } h && h.Name == name)
                state.InitialH = values.AsSpan(h.Row * layer.Outputs, layer.Outputs).ToArray();
            if (layer.InitialCInput is { } c && c.Name == name)
                state.InitialC = values.AsSpan(c.Row * layer.HiddenSize, layer.HiddenSize).ToArray();
        }
    }

    /// <summary>Back to the initial states.</summary>
    public void Reset()
    {
        _gaps?.Reset();
        foreach (var layer in _layers)
            layer.Reset();
    }

    /// <summary>One <paramref name="sample"/> [F] in, the <paramref name="output"/> [O] at this step out; the states carry on.</summary>
    public void Step(ReadOnlySpan<float> sample, Span<float> output)
    {
        if (sample.Length != _input.Length || output.Length != _network.Outputs.Count)
            throw new ArgumentException($"The network takes {_input.Length} and gives {_network.Outputs.Count} values a step.");
        if (_network.FirstWindowLayer is { } ahead)
            throw new InvalidOperationException($"Layer '{ahead.Name}' needs the whole window.");
        Normalise(sample, _input);
        for (int i = 0; i < _layers.Length; i++)
        {
            var x = Read(i);
            _layers[i].Step(x);
            Tell(i, x);
        }

        int at = 0;
        foreach (int head in _network.Heads)
            foreach (float value in _layers[head].Output)
                output[at] = ToUser(value, at++);
    }

    /// <summary>
    /// A <paramref name="window"/> [T, F] from reset. Returns the output [O] of the last step; <paramref name="everyStep"/> [T', O], unless
    /// empty, receives all.
    /// </summary>
    public float[] Run(ReadOnlySpan<float> window, Span<float> everyStep = default)
    {
        int features = _input.Length;
        if (window.Length % features != 0 || window.IsEmpty)
            throw new ArgumentException($"A window of {window.Length} values is not made of samples of {features}.");
        var sequences = RunLayers(window);
        int rows = _network.Heads.Max(head => sequences[head].Steps), outputs = _network.Outputs.Count;
        if (!everyStep.IsEmpty && everyStep.Length != rows * outputs)
            throw new ArgumentException($"This window gives {rows} outputs of {outputs} values.");
        var output = new float[outputs];
        for (int row = everyStep.IsEmpty ? rows - 1 : 0; row < rows; row++)
        {
            int at = 0;
            foreach (int head in _network.Heads)
                foreach (float value in sequences[head][row + Math.Min(0, sequences[head].Steps - rows) is >= 0 and var own ? own : 0])
                    output[at] = ToUser(value, at++);
            if (!everyStep.IsEmpty)
                output.CopyTo(everyStep[(row * outputs)..]);
        }
        return output;
    }

    /// <summary>Every layer's output over a window from reset.</summary>
    Sequence[] RunLayers(ReadOnlySpan<float> window)
    {
        int features = _input.Length, steps = window.Length / features;
        _gaps?.Reset();
        var x = new Sequence(steps, features);
        for (int t = 0; t < steps; t++)
            Normalise(window.Slice(t * features, features), x[t]);

        int[] counts = _network.Steps(steps);
        var sequences = new Sequence[_layers.Length];
        for (int i = 0; i < _layers.Length; i++)
        {
            var layer = _network.Layers[i];
            if (counts[i] < 1)
                throw new ArgumentException($"A window of {steps} samples is too short for layer '{layer.Name}'.");
            sequences[i] = new(counts[i], layer.Outputs);
            int index = i;
            _layers[i].Run(Joined(layer, x, sequences), sequences[i], Observer is null ? null : sample => Tell(index, sample));
        }
        return sequences;
    }

    /// <summary>What a layer reads over the window, all sources side by side; one of a single step stands beside every step of the others.</summary>
    Sequence Joined(Layer layer, Sequence x, Sequence[] sequences)
    {
        Sequence[] sources = layer is CellStateLayer ? [((RecurrentState)_layers[layer.Sources[0]]).Cells!]
            : [.. layer.Sources.Select(source => source < 0 ? x : sequences[source])];
        if (sources.Length == 1)
            return sources[0];
        var all = new Sequence(sources.Max(source => source.Steps), layer.Inputs);
        for (int t = 0; t < all.Steps; t++)
        {
            int at = 0;
            foreach (var source in sources)
            {
                source[Math.Min(t, source.Steps - 1)].CopyTo(all[t][at..]);
                at += source.Width;
            }
        }
        return all;
    }

    ReadOnlySpan<float> Read(int index)
    {
        var layer = _network.Layers[index];
        if (layer is CellStateLayer)
            return _layers[layer.Sources[0]].Cell;
        if (!_joined.TryGetValue(index, out var all))
            return Output(layer.Sources[0]);
        int at = 0;
        foreach (int source in layer.Sources)
        {
            Output(source).CopyTo(all, at);
            at += Output(source).Length;
        }
        return all;
    }

    float[] Output(int source) => source < 0 ? _input : _layers[source].Output;

    void Tell(int index, ReadOnlySpan<float> x)
    {
        var state = _layers[index];
        Observer?.Invoke(new() { Layer = index, Input = x, Taps = state.Taps, Recurrent = state.Recurrent, Sums = state.Sums, Gates = state.Gates, Cell = state.Cell, Output = state.Output });
    }

    void Normalise(ReadOnlySpan<float> sample, Span<float> x)
    {
        if (_gaps is not null)
            sample = _gaps.Take(sample);
        for (int i = 0; i < sample.Length; i++)
            x[i] = (sample[i] - _network.Inputs[i].Mean) / _network.Inputs[i].Scale;
    }

    float ToUser(float value, int output) => value * _network.Outputs[output].Scale + _network.Outputs[output].Mean;
}
