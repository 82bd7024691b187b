using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Reference.OnnxRuntime;

/// <summary>
/// An ONNX file as ONNX Runtime computes it, window by window, in the units of the graph. Which axis of its input is time the file does not
/// say: of those that its sizes allow, the one whose answers to the first window are nearest to ours is taken, and said.
/// </summary>
sealed class OnnxRuntimePredictor : IPredictor, IDisposable
{
    const int Double = 11, Int32 = 6;

    readonly Network _network;
    readonly FloatPredictor _ours;
    readonly OnnxRuntimeSession _session;
    readonly string _file;
    readonly ValueInfoProto _input;
    readonly ValueInfoProto[] _states;
    readonly ValueInfoProto? _length;
    readonly string[] _outputs;
    readonly Dictionary<string, float[]> _initial = [];
    InputLayout? _layout;

    /// <param name="path">Of an ONNX file.</param>
    /// <param name="network">What we read in it.</param>
    /// <exception cref="ModelException">ELSTM188: ONNX Runtime does not take it, or it has more inputs than we know.</exception>
    public OnnxRuntimePredictor(OnnxRuntimeLibrary library, string path, Network network)
    {
        (_network, _ours, _file) = (network, new(network), Path.GetFileName(path));
        var graph = ModelProto.Parser.ParseFrom(InputFile.ReadModel(path, ModelFile.MaxSize)).Graph;
        var stored = graph.Initializer.Select(initializer => initializer.Name).ToHashSet();
        var given = graph.Input.Where(input => !stored.Contains(input.Name)).DistinctBy(input => input.Name).ToList();
        _states = [.. given.Where(input => _ours.States.Any(state => state.Name == input.Name))];
        _length = given.Find(input => input.Name == network.LengthInput);
        var data = given.FindAll(input => input != _length && !_states.Contains(input));
        if (data.Count != 1)
            throw Unfit($"{data.Count} inputs of data", "one");
        _input = data[0];
        _outputs = [.. graph.Output.Select(output => output.Name).Where(name => !network.StateOutputs.Contains(name))];
        _session = new(library, path);
    }

    public string Name => _network.Name;

    public IReadOnlyList<Channel> Inputs => _network.Inputs;

    public IReadOnlyList<Channel> Outputs => _network.Outputs;

    public int? Window => _network.Window;

    public bool TakesPieces => _network.TakesPieces;

    public bool EveryStep => _network.EveryStep;

    public bool Streams => false;

    public MissingRule Missing => _network.Rules.Missing;

    public IReadOnlyList<StateShape> States => _ours.States;

    /// <summary>How the first window was given; empty before.</summary>
    public string Given { get; private set; } = "";

    public int OutputSteps(int steps) => _ours.OutputSteps(steps);

    public void SetInitialState(string name, float[] values)
    {
        _initial[name] = values;
        _ours.SetInitialState(name, values);
    }

    public void Reset()
    {
        // Each window begins anew.
    }

    public void Step(ReadOnlySpan<float> sample, Span<float> output) => throw new NotSupportedException();

    public void Predict(ReadOnlySpan<float> window, Span<float> output)
    {
        if (_layout is not null)
        {
            Run(_layout, window, output);
            return;
        }

        float[] samples = window.ToArray(), ours = new float[output.Length], theirs = new float[output.Length];
        _ours.Predict(samples, ours);
        double nearest = double.PositiveInfinity;
        ModelException? refusal = null;
        foreach (var layout in InputLayout.Of(Dims(_input), _network.Inputs.Count))
        {
            try
            {
                Run(layout, samples, theirs);
            }
            catch (ModelException e)
            {
                refusal ??= e;
                continue;
            }

            double distance = ours.Zip(theirs, (a, b) => Math.Abs((double)a - b)).Where(double.IsFinite).DefaultIfEmpty().Max();
            if (_layout is not null && !(distance < nearest))
                continue;
            (_layout, nearest) = (layout, distance);
            theirs.CopyTo(output);
        }

        if (_layout is null)
            throw refusal ?? Unfit($"input '{_input.Name.Short()}' of shape [{string.Join(", ", Dims(_input))}]", "one window of samples");
        Given = _layout.Text(_layout.Piece(samples.Length / _network.Inputs.Count), _network.Inputs.Count);
    }

    public void Dispose() => _session.Dispose();

    /// <summary>A window, or a stream in the pieces that the graph takes, with its states carried from one to the next.</summary>
    void Run(InputLayout layout, ReadOnlySpan<float> window, Span<float> output)
    {
        int features = _network.Inputs.Count, width = _network.Outputs.Count, steps = window.Length / features, piece = layout.Piece(steps);
        bool isStream = piece < steps;
        if (piece > steps || steps % piece != 0 || isStream && (!TakesPieces || _states.Length != _network.StateOutputs.Count
            || _states.Length == 0))
            throw Unfit($"{steps} samples for a graph that takes {piece} a call",
                TakesPieces ? "its states as inputs and outputs, in one order" : $"{piece}");
        var states = _states.Select(state => _initial.GetValueOrDefault(state.Name)).ToArray();
        for (int at = 0; at < steps; at += piece)
        {
            var given = new List<(string, Array, long[])>
            {
                Tensor(_input, layout.Ordered(window.Slice(at * features, piece * features), features), layout.Shape(piece, features)),
            };
            for (int k = 0; k < _states.Length; k++)
            {
                long[] shape = [.. Dims(_states[k]).Select(size => Math.Max(1, size))];
                given.Add(Tensor(_states[k], State(states[k], shape), shape));
            }

            if (_length is not null)
            {
                int[] lengths = [.. Enumerable.Repeat(piece, (int)layout.Batch)];
                given.Add((_length.Name, _length.Type.TensorType.ElemType == Int32 ? lengths
                    : Array.ConvertAll(lengths, length => (long)length), [lengths.Length]));
            }

            var results = _session.Run(given, isStream ? [.. _outputs, .. _network.StateOutputs] : _outputs);
            for (int k = 0; isStream && k < states.Length; k++)
                states[k] = results[_outputs.Length + k].Values;
            OnnxTensor[] answers = [.. results[.._outputs.Length].Select(result => result.OfOne(layout.Batch)
                ?? throw Unfit($"an output of shape [{string.Join(",", result.Shape)}]", $"an axis of the {layout.Batch} windows"))];
            var rows = OutputRows.Find(answers, Rows(piece), width)
                ?? throw Unfit($"outputs of shapes {string.Join(", ", answers.Select(answer => $"[{string.Join(",", answer.Shape)}]"))}",
                    $"{width} values for each of {_network.OutputSteps(piece)} steps, or for one");
            bool isRow = isStream && EveryStep;
            OutputRows.Join(answers, rows, width, isRow ? output.Slice(at * width, piece * width) : output);
        }
    }

    /// <summary>A state [rows, width] for every window that the graph takes, which stand behind the rows or in front of them.</summary>
    static float[] State(float[]? values, long[] shape)
    {
        var all = new float[shape.Aggregate(1L, (product, size) => product * size)];
        if (values is null || values.Length == all.Length)
            return values ?? all;
        int width = (int)shape[^1], batch = all.Length / values.Length;
        bool isSecond = shape.Length == 3 && shape[1] == batch;
        for (int i = 0; i < all.Length; i++)
        {
            int row = i / width;
            all[i] = values[(isSecond ? row / batch : row % (values.Length / width)) * width + i % width];
        }

        return all;
    }

    /// <summary>Steps that heads have, the most first.</summary>
    int[] Rows(int steps)
    {
        int[] counts = _network.Steps(steps);
        return [.. _network.Heads.Select(head => counts[head]).Append(1).Distinct().OrderDescending()];
    }

    static (string, Array, long[]) Tensor(ValueInfoProto input, float[] values, long[] shape) =>
        (input.Name, input.Type.TensorType.ElemType == Double ? Array.ConvertAll(values, value => (double)value) : values, shape);

    static long[] Dims(ValueInfoProto input) => [.. input.Type.TensorType.Shape.Dim.Select(dim => dim.DimValue > 0 ? dim.DimValue : -1)];

    ModelException Unfit(string found, string expected) => new(ErrorCatalogue.OtherRuntime, found, expected,
        "leave out --against for this model", _file);
}
