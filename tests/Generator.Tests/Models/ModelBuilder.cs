using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Tests.Models;

/// <summary>Models with seeded random weights, large enough to saturate a gate now and then.</summary>
sealed partial class ModelBuilder(Scheme scheme, int inputs, int seed = 1)
{
    readonly Random _random = new(seed);
    readonly List<ArtifactLayer> _layers = [];
    readonly List<int> _heads = [];
    readonly List<StateInput> _states = [];
    string[] _inputNames = [.. Enumerable.Range(0, inputs).Select(k => $"sensor_{k}")];
    string[]? _outputNames;
    string _name = "engine";
    DataRules _rules = DataRules.Unknown;
    bool _everyStep;
    int? _window = 30;

    /// <summary>The text of a small model: one LSTM, one dense head.</summary>
    public static string Text(Scheme scheme = Scheme.Int8, int seed = 1) => Small(scheme, seed).Text();

    public static ModelBuilder Small(Scheme scheme = Scheme.Int8, int seed = 1) => new ModelBuilder(scheme, 3, seed).Lstm(20).Dense(2).Head();

    public ModelBuilder Named(string name) => Set(() => _name = name);

    public ModelBuilder InputNames(params string[] names) => Set(() => _inputNames = names);

    public ModelBuilder OutputNames(params string[] names) => Set(() => _outputNames = names);

    public ModelBuilder EveryStep() => Set(() => _everyStep = true);

    /// <summary>A missing value is held for <paramref name="limit"/> samples at most.</summary>
    public ModelBuilder Holds(int limit) => Set(() => _rules = _rules with { Missing = new(MissingKind.Hold, limit) });

    /// <summary>A window that the graph declares.</summary>
    public ModelBuilder Window(int? samples) => Set(() => _window = samples);

    /// <summary>What the trainer wrote of its data.</summary>
    public ModelBuilder Rules(DataRules rules) => Set(() => _rules = rules);

    /// <summary>Parts of a layer's initial state that the caller may give, behind those of the same name.</summary>
    public ModelBuilder State(string name, int layer, bool isCell) => Set(() => _states.Add(new(
        name, layer, isCell, _states.Where(state => state.Name == name).Sum(state => ((ArtifactRecurrent)_layers[state.Layer]).StateWidth(state.IsCell)))));

    /// <summary>The last layer's outputs become outputs of the model.</summary>
    public ModelBuilder Head() => Set(() => _heads.Add(_layers.Count - 1));

    public ModelBuilder Lstm(int units, int? source = null, bool initialState = false, bool reverse = false, bool binaryGates = false) => Set(() =>
    {
        var header = Header("lstm", source, units);
        int columns = header.Inputs, rows = 4 * units;
        var (cellBits, hiddenScale) = scheme switch { Scheme.Int8 => (11, 127), Scheme.Int8x16 => (12, 16384), _ => (0, 0) };
        _layers.Add(new ArtifactLstm(header, reverse, hiddenScale, cellBits)
        {
            BinaryGates = binaryGates,
            Data = scheme == Scheme.Float32
                ? Floats(rows * (1 + columns + units), -0.4f, 0.4f)
                : [.. Multipliers(rows, columns + units), .. Biases(rows), .. Shifts(rows), .. Weights(rows * (columns + units))],
            Initial = initialState ? Initial(units) : [],
        });
    });

    public ModelBuilder Dense(int outputs, FunctionKind activation = FunctionKind.Identity, int? source = null) => Set(() =>
    {
        var header = Header("dense", source, outputs);
        _layers.Add(new ArtifactDense(header, new(activation)) { Data = Rows(outputs, header.Inputs) });
    });

    public ModelBuilder Conv(
        int outputs, int kernel, int padLeft, int padRight = 0, int dilation = 1, int stride = 1, ArtifactFunction function = default, bool padded = false, int? source = null) => Set(() =>
    {
        var header = Header("conv", source, outputs);
        _layers.Add(new ArtifactConv(header, kernel, dilation, stride, padLeft, padRight, function)
        {
            Data = Rows(outputs, kernel * header.Inputs),
            Initial = padded ? Padding(header.Inputs) : [],
        });
    });

    public ModelBuilder Causal(int outputs, int kernel, int dilation = 1, ArtifactFunction function = default, bool padded = false, int? source = null) =>
        Conv(outputs, kernel, (kernel - 1) * dilation, 0, dilation, 1, function, padded, source);

    public ModelBuilder Pool(bool max, int kernel, int stride = 1, int padLeft = 0, int padRight = 0, bool countPads = false, int? source = null) =>
        Same("pool", source, header => new ArtifactPool(header, max, kernel, stride, padLeft, padRight, countPads));

    public ModelBuilder Norm(int? source = null) => Same("norm", source, header => new ArtifactNorm(header, 1e-5f) { Data = Floats(2 * header.Outputs, -1, 1.5f) });

    public ModelBuilder Affine(int? source = null) => Same("affine", source, header => new ArtifactAffine(header) { Data = Floats(2 * header.Outputs, -1, 1.5f) });

    public ModelBuilder Activation(ArtifactFunction function, int? source = null) => Same("activation", source, header => new ArtifactActivation(header, function));

    public ModelBuilder Pick(bool first, int? source = null, int away = 0) =>
        Same("pick", source, header => new ArtifactPick(header, first) { Away = away });

    public ModelBuilder Repeat(int times, int? source = null) => Same("repeat", source, header => new ArtifactRepeat(header, times));

    public ModelBuilder CellState(int? source = null) => Same("cell", source, header => new ArtifactCellState(header));

    public ModelBuilder Add(params int[] sources) => Set(() => _layers.Add(new ArtifactAdd(new($"add{_layers.Count}", sources, Width(sources[0]), Width(sources[0])))));

    public ModelBuilder Combine(CombineKind by, params int[] sources) => Set(() => _layers.Add(
        new ArtifactCombine(new($"{by.ToString().ToLowerInvariant()}{_layers.Count}", sources, Width(sources[0]), Width(sources[0])), by)));

    /// <summary>Scores and values.</summary>
    public ModelBuilder Attention(int scores, int values) =>
        Set(() => _layers.Add(new ArtifactAttention(new($"attention{_layers.Count}", [scores, values], 1 + Width(values), Width(values)))));

    public ModelBuilder Concat(params int[] sources) => Set(() => _layers.Add(new ArtifactConcat(new($"concat{_layers.Count}", sources, sources.Sum(Width), sources.Sum(Width)))));

    public ModelArtifact Build()
    {
        float range = scheme switch { Scheme.Int8 => 127, Scheme.Int8x16 => 16384, _ => 1 } / 2.5f;
        var channels = _inputNames.Select((name, k) => new InputChannel(name, k == 0 ? "mm/s" : "", k, 1 + k, 0.5f * k, range / (1 + k))).ToList();
        int outputs = _heads.Sum(head => _layers[head].Outputs);
        string[] names = _outputNames ?? [.. Enumerable.Range(0, outputs).Select(k => $"output_{k}")];
        var results = names.Select((name, k) => new OutputChannel(name, k == 0 ? "h" : "", k == 0 ? 100 : 0, k == 0 ? 25 : 1)).ToList();
        var model = new ModelArtifact(_name, scheme, _window, 12, _everyStep, new("engine.onnx", new string('a', 64), 4096, "0.1.0"), channels, results, _layers, _heads) { States = _states, Rules = _rules };
        float inverseStep = scheme switch { Scheme.Int8 => 50, Scheme.Int8x16 => 6000, _ => 0 };
        return model with { Layers = [.. _layers.Select((layer, k) => layer.Gives == ValueForm.Floats && model.Plan.AsUnits(k) ? layer with { InverseStep = inverseStep } : layer)] };
    }

    public string Text() => ArtifactWriter.Write(Build());

    ModelBuilder Set(Action change)
    {
        change();
        return this;
    }

    ModelBuilder Same(string name, int? source, Func<LayerHeader, ArtifactLayer> make) => Set(() => _layers.Add(make(Header(name, source, Width(source ?? _layers.Count - 1)))));

    LayerHeader Header(string name, int? source, int outputs) => new($"{name}{_layers.Count}", [source ?? _layers.Count - 1], Width(source ?? _layers.Count - 1), outputs);

    byte[] Rows(int outputs, int columns) => scheme == Scheme.Float32
        ? Floats(outputs * (1 + columns), -0.5f, 0.5f)
        : [.. Multipliers(outputs, columns, 1f), .. Floats(outputs, -0.5f, 0.5f), .. Weights(outputs * columns)];

    byte[] Padding(int inputs) => scheme switch
    {
        Scheme.Int8 => Weights(inputs),
        Scheme.Int8x16 => MemoryMarshal.AsBytes<short>([.. Enumerable.Range(0, inputs).Select(_ => (short)_random.Next(-4000, 4000))]).ToArray(),
        _ => [],
    };

    int Width(int layer) => layer < 0 ? inputs : _layers[layer].Outputs;

    /// <summary>
    /// Multipliers that bring the typical sum of a row to about <paramref name="target"/>: Q13 of 1 by default, a gate's argument.
    /// </summary>
    byte[] Multipliers(int rows, int columns, float target = 8192)
    {
        float typical = 60 * (scheme == Scheme.Int8 ? 60 : 8000) * MathF.Sqrt(columns);
        return Floats(rows, 0.8f * target / typical, 1.6f * target / typical);
    }

    byte[] Biases(int rows)
    {
        int limit = scheme == Scheme.Int8 ? 5000 : 500_000;
        int[] values = [.. Enumerable.Range(0, rows).Select(_ => _random.Next(-limit, limit + 1))];
        return MemoryMarshal.AsBytes<int>(values).ToArray();
    }

    byte[] Shifts(int rows) => [.. Enumerable.Range(0, rows).Select(_ => (byte)_random.Next(3))];

    byte[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)(sbyte)_random.Next(-127, 128))];

    byte[] Floats(int count, float from, float to)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(_ => from + (to - from) * _random.NextSingle())];
        return MemoryMarshal.AsBytes<float>(values).ToArray();
    }

    byte[] Initial(int units)
    {
        if (scheme == Scheme.Float32)
            return Floats(2 * units, -0.5f, 0.5f);
        short[] cells = [.. Enumerable.Range(0, units).Select(_ => (short)_random.Next(-4000, 4000))];
        byte[] hidden = scheme == Scheme.Int8 ? Weights(units) : MemoryMarshal.AsBytes<short>(cells).ToArray();
        return [.. hidden, .. MemoryMarshal.AsBytes<short>(cells)];
    }
}
