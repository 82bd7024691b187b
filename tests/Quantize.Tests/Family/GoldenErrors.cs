using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Import;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Quantize.Tests.Family;

/// <summary>
/// One model of tests/Golden/family as an artifact. The two windows of a golden are no range to measure by, so that its integers are
/// calibrated on windows drawn with the golden's mean and deviation, and held on others against the float network, which <c>FamilyTests</c>
/// holds against the maker's values: per output of the graph the mean absolute error over the range of its values, of which the worst
/// output counts. Float32 is held against the maker's values, its greatest absolute error.
/// </summary>
sealed record GoldenErrors(string Name, string Layers, double Int8x16, double Int8, double Float32)
{
    const int Windows = 32; // to calibrate with, and as many to measure

    public static GoldenErrors Measure(string name) =>
        Measure(name, OnnxImporter.Import(FamilyGoldens.ModelPath(name)), FamilyGoldens.Read(name));

    public static GoldenErrors Measure(string name, Network network, FamilyGoldens golden)
    {
        var (calibration, measured) = (Drawn(network, golden, 1), Drawn(network, golden, 2));
        double Integers(Scheme scheme) => Compare(Quantized.Of(network, Data(network, calibration), scheme), network, measured).Max(error => error.Mean / error.Range);
        return new(name, Describe(network), Integers(Scheme.Int8x16), Integers(Scheme.Int8), Compare(Quantized.Of(network, Data(network, golden), Scheme.Float32), null, golden).Max(error => error.Max));
    }

    static Dataset Data(Network network, FamilyGoldens windows) =>
        new(windows.Input.Length, windows.Input[0].Length / network.Inputs.Count, network.Inputs.Count, [.. windows.Input.SelectMany(window => window)]);

    /// <summary>
    /// Windows like a golden's, its initial states and lengths in turns. A sum of uniform values is the same normal one on every platform.
    /// </summary>
    static FamilyGoldens Drawn(Network network, FamilyGoldens golden, int seed)
    {
        var random = new Random(seed);
        float[] values = [.. golden.Input.SelectMany(window => window)];
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        float Normal() => (float)(mean + deviation * (Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6));
        T[] InTurns<T>(T[] all) => [.. Enumerable.Range(0, Windows).Select(n => all[n % all.Length])];
        return golden with
        {
            Input = [.. Enumerable.Range(0, Windows).Select(_ => golden.Input[0].Select(_ => Normal()).ToArray())],
            States = golden.States.ToDictionary(state => state.Key, state => InTurns(state.Value)),
            Lengths = golden.Lengths is { } lengths ? InTurns(lengths) : null,
        };
    }

    /// <summary>
    /// Per output of the graph; without a network, against the golden's own values. An output of a single step stands in the last row.
    /// </summary>
    static ErrorSummary[] Compare(ModelArtifact model, Network? network, FamilyGoldens windows)
    {
        var integers = new IntegerRunner(model);
        var floats = network is null ? null : new FloatRunner(network);
        ErrorSummary[] errors = [.. windows.Outputs.Select(_ => new ErrorSummary())];
        for (int n = 0; n < windows.Input.Length; n++)
        {
            foreach (var (state, rows) in windows.States)
            {
                integers.SetInitialState(state, rows[n]);
                floats?.SetInitialState(state, rows[n]);
            }

            int features = model.Inputs.Count, width = model.Outputs.Count, steps = windows.Lengths?[n] ?? windows.Input[n].Length / features;
            var window = windows.Input[n].AsSpan(0, steps * features);
            var (actual, expected) = (new float[integers.OutputSteps(steps) * width], new float[integers.OutputSteps(steps) * width]);
            integers.Predict(window, actual);
            if (floats is not null && network!.EveryStep)
                floats.Run(window, expected);
            else
                floats?.Run(window).CopyTo(expected, 0);
            int rowCount = actual.Length / width, at = 0;
            for (int o = 0; o < windows.Outputs.Length; at += windows.Outputs[o++].Width)
            {
                var output = windows.Outputs[o];
                for (int row = output.EveryStep ? 0 : rowCount - 1; row < rowCount; row++)
                    for (int k = 0; k < output.Width; k++)
                        errors[o].Add(floats is null ? output.Windows[n][(output.EveryStep ? row * output.Width : 0) + k] : expected[row * width + at + k], actual[row * width + at + k]);
            }

            Assert.Equal(width, at);
        }

        return errors;
    }

    static string Describe(Network network) => string.Join(", ", network.Layers.Select(Kind).GroupBy(kind => kind)
        .Select(group => group.Count() == 1 ? group.Key : $"{group.Count()} {group.Key}"));

    static string Kind(Layer layer) => layer is RecurrentLayer { Cell: var cell } ? cell.GetType().Name.Replace("Cell", "") : layer.GetType().Name.Replace("Layer", "").ToLowerInvariant();
}
