using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Quantize.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeLstm.Quantize.Tests.Family;

/// <summary>Random networks of every kind of layer. A failure prints the genes of a small one.</summary>
public class GeneratedCodeTests
{
    const int Samples = 40; // RandomFamily thinks of windows of this length

    const int Few = 15, Many = 60; // networks; generated code is compiled for each of the few

    static readonly Arbitrary<int[]> Genes = Arb.From(Gen.Choose(0, 1 << 28).ArrayOf(), Fewer);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    [InlineData(Scheme.Float32)]
    public void Generated_code_gives_the_bits_of_the_integer_runner(Scheme scheme) => PropertyCheck.ForAll(Few, Genes, genes =>
    {
        var (model, window) = Quantize(genes, windows: genes.Length % 2 == 1, scheme);
        var runner = new IntegerRunner(model);
        var generated = new GeneratedClass(model);
        var random = new Random(genes.Length);
        var states = model.States.GroupBy(state => state.Name).ToDictionary(
            group => group.Key, group => RandomNetwork.Values(random, group.Sum(s => ((ArtifactRecurrent)model.Layers[s.Layer]).StateWidth(s.IsCell)), 0.7f));
        foreach (int samples in (int[])[Samples, Math.Max(Samples / 3, model.Plan.MinSamples)])
        {
            float[] part = window[..(samples * model.Inputs.Count)];
            float[] expected = new float[runner.OutputSteps(samples) * model.Outputs.Count], actual = new float[expected.Length];
            foreach (var (name, values) in states)
                runner.SetInitialState(name, values);
            runner.Predict(part, expected);
            generated.Predict(part, samples, states, actual);
            Assert.Equal(expected, actual);
        }

        if (!model.CanStream)
            return;
        float[] steps = new float[Samples * model.Outputs.Count], own = new float[model.Outputs.Count];
        generated.Stream(window, steps);
        runner = new(model); // without given states
        for (int t = 0; t < Samples; t++)
        {
            runner.Step(window.AsSpan(t * model.Inputs.Count, model.Inputs.Count), own);
            Assert.Equal(own, steps[(t * own.Length)..((t + 1) * own.Length)]);
        }
    });

    /// <summary>
    /// A layer that reads ahead, of no effect, makes a window model of the same network: rows in place of rings and states.
    /// </summary>
    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    [InlineData(Scheme.Float32)]
    [Trait("Category", "Slow")]
    public void A_stream_gives_the_bits_of_a_window(Scheme scheme) => PropertyCheck.ForAll(Many, Genes, genes =>
    {
        var (model, window) = Quantize(genes, windows: false, scheme);
        model = model with { EveryStep = false };
        int head = model.Heads[0];
        var last = new ArtifactPick(new("last", [head], model.Layers[head].Outputs, model.Layers[head].Outputs), First: false);
        var whole = model with { Layers = [.. model.Layers, last], Heads = [model.Layers.Count, .. model.Heads.Skip(1)] };
        Assert.True(model.CanStream && !whole.CanStream);
        float[] stream = new float[model.Outputs.Count], rows = new float[stream.Length];
        new IntegerRunner(model).Predict(window, stream);
        new IntegerRunner(whole).Predict(window, rows);
        Assert.Equal(stream, rows);
    });

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    [InlineData(Scheme.Float32)]
    public void Reverse_is_forward_on_reversed_input(Scheme scheme) => PropertyCheck.ForAll(Many, Genes, genes =>
    {
        // Only layers that know of no direction but that of time: the recurrent ones, turned round, and those of a single step.
        var (model, window) = Quantize([.. genes.Where(gene => Math.Abs((long)gene) % 12 is < 4 or (> 6 and < 11))], windows: false, scheme);
        model = model with { EveryStep = true, Rules = DataRules.Unknown }; // what is held comes from before, not from behind
        var reverse = model with { Layers = [.. model.Layers.Select(layer => layer is ArtifactRecurrent recurrent ? recurrent with { Reverse = true } : layer)] };
        float[] forward = new float[Samples * model.Outputs.Count], backward = new float[forward.Length];
        new IntegerRunner(model).Predict(window, forward);
        new IntegerRunner(reverse).Predict(Reversed(window, model.Inputs.Count), backward);
        Assert.Equal(forward, Reversed(backward, model.Outputs.Count));
    });

    [Fact]
    public void The_networks_have_every_kind_of_layer_and_both_ways_of_running()
    {
        var networks = Enumerable.Range(0, 400).Select(seed =>
        {
            var random = new Random(seed);
            return RandomFamily.Of(seed, Enumerable.Range(0, 6).Select(_ => random.Next()), windows: seed % 2 == 1);
        }).ToList();
        string[] kinds = [.. networks.SelectMany(network => network.Layers).Select(layer => layer.GetType().Name).Distinct().Order()];
        Assert.Equal(
            [
                "ActivationLayer", "AddLayer", "AffineLayer", "ArgMaxLayer", "AttentionLayer", "CellStateLayer", "CombineLayer",
                "ConcatLayer", "ConvLayer", "DenseLayer", "NormLayer", "PickLayer", "PoolLayer", "RecurrentLayer", "RepeatLayer",
            ], kinds);
        Assert.InRange(networks.Count(network => network.CanStream), 200, 300);
    }

    static (ModelArtifact Model, float[] Window) Quantize(int[] genes, bool windows, Scheme scheme)
    {
        int seed = genes.Aggregate(17, (sum, gene) => unchecked(sum * 31 + gene));
        var network = RandomFamily.Of(seed, genes, windows);
        var data = RandomNetwork.Data(new Random(seed), 3, Samples, network.Inputs.Count, 2);
        var model = Passes.Quantized.Of(network, data, scheme);
        float[] window = RandomNetwork.Data(new Random(seed + 1), 1, Samples, network.Inputs.Count, 3).Values; // beyond the calibrated range now and then
        return (WithRule(model, genes.Length % 4), Gaps(window, new Random(seed + 2)));
    }

    /// <summary>None, or a missing value is held for two samples, or for ever, or taken as the mean.</summary>
    static ModelArtifact WithRule(ModelArtifact model, int rule) => rule == 0 ? model
        : model with { Rules = model.Rules with { Missing = new(MissingKind.Hold, rule switch { 1 => 2, 2 => MissingRule.MaxSamples, _ => 0 }) }, Inputs = [.. model.Inputs.Select((input, k) => input with { Mean = k - 1.5f })] };

    static float[] Gaps(float[] window, Random random)
    {
        for (int k = 0; k < window.Length; k++)
            if (random.Next(6) == 0)
                window[k] = random.Next(3) switch { 0 => float.PositiveInfinity, 1 => float.NegativeInfinity, _ => float.NaN };
        return window;
    }

    static float[] Reversed(float[] values, int width) => [.. values.Chunk(width).Reverse().SelectMany(row => row)];

    // A gene less; to change one would make another network.
    static IEnumerable<int[]> Fewer(int[] genes) => Enumerable.Range(0, genes.Length).Select(left => (int[])[.. genes[..left], .. genes[(left + 1)..]]);
}
