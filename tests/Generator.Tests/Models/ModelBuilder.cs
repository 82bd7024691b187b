using System.Runtime.InteropServices;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Quantize.Export;

namespace EdgeLstm.Generator.Tests.Models;

/// <summary>Models with seeded random weights, large enough to saturate a gate now and then.</summary>
sealed class ModelBuilder(Scheme scheme, int inputs, int seed = 1)
{
    readonly Random _random = new(seed);
    readonly List<ArtifactLayer> _layers = [];
    readonly List<int> _heads = [];
    string[] _inputNames = [.. Enumerable.Range(0, inputs).Select(k => $"sensor_{k}")];
    string[]? _outputNames;
    string _name = "engine";
    bool _everyStep;

    /// <summary>The text of a small model: one LSTM, one dense head.</summary>
    public static string Text(Scheme scheme = Scheme.Int8, int seed = 1) => Small(scheme, seed).Text();

    public static ModelBuilder Small(Scheme scheme = Scheme.Int8, int seed = 1) => new ModelBuilder(scheme, 3, seed).Lstm(20).Dense(2).Head();

    public ModelBuilder Named(string name) => Set(() => _name = name);

    public ModelBuilder InputNames(params string[] names) => Set(() => _inputNames = names);

    public ModelBuilder OutputNames(params string[] names) => Set(() => _outputNames = names);

    public ModelBuilder EveryStep() => Set(() => _everyStep = true);

    /// <summary>The last layer's outputs become outputs of the model.</summary>
    public ModelBuilder Head() => Set(() => _heads.Add(_layers.Count - 1));

    public ModelBuilder Lstm(int units, int? source = null, bool initialState = false) => Set(() =>
    {
        int from = source ?? _layers.Count - 1, columns = Width(from), rows = 4 * units;
        byte[] data = scheme == Scheme.Float32
            ? Floats(rows * (1 + columns + units), -0.4f, 0.4f)
            : [.. Multipliers(rows, columns + units), .. Biases(rows), .. Shifts(rows), .. Weights(rows * (columns + units))];
        byte[] initial = initialState ? Initial(units) : [];
        var (cellBits, hiddenScale) = scheme switch { Scheme.Int8 => (11, 127), Scheme.Int8x16 => (12, 16384), _ => (0, 0) };
        _layers.Add(new(LayerKind.Lstm, $"lstm{_layers.Count}", from, columns, units, cellBits, hiddenScale, DenseActivation.Identity, 0, data, initial));
    });

    public ModelBuilder Dense(int outputs, DenseActivation activation = DenseActivation.Identity, int? source = null) => Set(() =>
    {
        int from = source ?? _layers.Count - 1, columns = Width(from);
        byte[] data = scheme == Scheme.Float32
            ? Floats(outputs * (1 + columns), -0.5f, 0.5f)
            : [.. Multipliers(outputs, columns, 1f), .. Floats(outputs, -0.5f, 0.5f), .. Weights(outputs * columns)];
        float inverseStep = scheme switch { Scheme.Int8 => 50, Scheme.Int8x16 => 6000, _ => 0 };
        _layers.Add(new(LayerKind.Dense, $"dense{_layers.Count}", from, columns, outputs, 0, 0, activation, inverseStep, data, []));
    });

    public ModelArtifact Build()
    {
        float range = scheme switch { Scheme.Int8 => 127, Scheme.Int8x16 => 16384, _ => 1 } / 2.5f;
        var channels = _inputNames.Select((name, k) => new InputChannel(name, k == 0 ? "mm/s" : "", k, 1 + k, 0.5f * k, range / (1 + k))).ToList();
        int outputs = _heads.Sum(head => _layers[head].Outputs);
        string[] names = _outputNames ?? [.. Enumerable.Range(0, outputs).Select(k => $"output_{k}")];
        var results = names.Select((name, k) => new OutputChannel(name, k == 0 ? "h" : "", k == 0 ? 100 : 0, k == 0 ? 25 : 1)).ToList();
        return new(_name, scheme, 30, 12, _everyStep, new("engine.onnx", new string('a', 64), 4096, "0.1.0"), channels, results, _layers, _heads);
    }

    public string Text() => ArtifactWriter.Write(Build());

    ModelBuilder Set(Action change)
    {
        change();
        return this;
    }

    int Width(int layer) => layer < 0 ? inputs : _layers[layer].Outputs;

    /// <summary>Multipliers that bring the typical sum of a row to about <paramref name="target"/>: Q13 of 1 by default, a gate's argument.</summary>
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
