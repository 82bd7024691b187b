using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Graph;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Quantize.Tests.Passes.Cells;

namespace EdgeLstm.Quantize.Tests.Family;

/// <summary>
/// Each cell by itself, in random shapes on random data, in every scheme: no cell is left to the luck of the networks in <see
/// cref="GeneratedCodeTests"/>.
/// </summary>
public class CellPropertyTests
{
    public static TheoryData<string> Cells => [.. FamilyCells.All.Concat(FamilyCells.Jumping).Select(cell => cell.Name)];

    /// <summary>One case a run for each cell and scheme, since each takes a compiler.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Cells))]
    public void Generated_code_gives_the_bits_of_the_integer_reference(string cell) => ForAll(cell, tests: 1, (model, window) =>
    {
        bool reverse = window.Length % 4 == 0; // now and then
        model = Turned(model, reverse);
        var generated = new GeneratedClass(model);
        float[] expected = Run(model, window), actual = new float[expected.Length];
        generated.Predict(window, window.Length / model.Inputs.Count, new Dictionary<string, float[]>(), actual);
        Assert.Equal(expected, actual);
        if (reverse)
            return;
        generated.Stream(window, actual);
        Assert.Equal(expected, actual);
    });

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Cells))]
    public void A_stream_equals_the_window_at_every_step(string cell) => ForAll(cell, tests: 4, (model, window) =>
    {
        var whole = Whole(model);
        Assert.True(model.CanStream && !whole.CanStream);
        float[] expected = Run(whole, window);
        var stream = new IntegerRunner(model);
        int features = model.Inputs.Count, outputs = model.Outputs.Count;
        var output = new float[outputs];
        foreach (int _ in (int[])[0, 1]) // from reset, each time
        {
            stream.Reset();
            for (int t = 0; t < window.Length / features; t++)
            {
                stream.Step(window.AsSpan(t * features, features), output);
                Assert.Equal(expected[(t * outputs)..((t + 1) * outputs)], output);
            }
        }
    });

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Cells))]
    public void Reverse_equals_forward_on_the_reversed_window(string cell) => ForAll(cell, tests: 4, (model, window) => Assert.Equal(
        Run(model, window), Reversed(Run(Turned(model, reverse: true), Reversed(window, model.Inputs.Count)), model.Outputs.Count)));

    static void ForAll(string cell, int tests, Action<ModelArtifact, float[]> property) => Case.ForAll(tests, c =>
    {
        var random = new Random(c.Seed);
        var layer = FamilyCells.Layer(cell, random, c.Inputs, c.Units + 16 * (c.Which % 3)); // one block of sixteen units to three
        if (c.Which % 2 == 1)
            layer = layer with { InitialH = RandomNetwork.Values(random, layer.InitialH.Length, 0.5f), InitialC = RandomNetwork.Values(random, layer.InitialC.Length, 0.5f) };
        var network = RandomNetwork.Of(layer) with { EveryStep = true };
        var data = RandomNetwork.Data(random, 3, c.Steps + 1, c.Inputs, 2);
        float[] window = RandomNetwork.Data(random, 1, c.Steps, c.Inputs, 3).Values; // beyond the calibrated range now and then
        foreach (var scheme in Enum.GetValues<Scheme>())
            property(Quantized.Of(network, data, scheme), window);
    });

    static ModelArtifact Turned(ModelArtifact model, bool reverse) => model with { Layers = [(ArtifactRecurrent)model.Layers[0] with { Reverse = reverse }] };

    /// <summary>
    /// A layer beside it that reads ahead, and that nobody reads, makes a model of windows: rows, computed layer by layer.
    /// </summary>
    static ModelArtifact Whole(ModelArtifact model) => model with { Layers = [model.Layers[0], Turned(model, reverse: true).Layers[0]] };

    static float[] Run(ModelArtifact model, float[] window)
    {
        int samples = window.Length / model.Inputs.Count;
        var runner = new IntegerRunner(model);
        var outputs = new float[runner.OutputSteps(samples) * model.Outputs.Count];
        runner.Predict(window, outputs);
        return outputs;
    }

    static float[] Reversed(float[] values, int width) => [.. values.Chunk(width).Reverse().SelectMany(row => row)];
}
