using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Family;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Quantize.Tests.Import.PyTorch;

/// <summary>Weights of every format and architecture against what PyTorch computed with them.</summary>
public class PyTorchModelTests
{
    const int Steps = 12;

    public static TheoryData<string> Names => [.. PyTorchGoldens.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_compute_what_PyTorch_computed(string name)
    {
        var golden = PyTorchGoldens.Read(name);
        var network = golden.Import();
        var runner = new FloatRunner(network);
        for (int n = 0; n < golden.Input.Length; n++)
        {
            var outputs = new float[network.OutputSteps(Steps) * network.Outputs.Count];
            if (network.EveryStep)
                runner.Run(golden.Input[n], outputs);
            else
                runner.Run(golden.Input[n]).CopyTo(outputs, 0);
            Same(golden.Outputs[n], outputs);
            if (!network.CanStream)
                continue;
            runner.Reset();
            for (int t = 0; t < Steps; t++)
                runner.Step(golden.Input[n].AsSpan(t * network.Inputs.Count, network.Inputs.Count),
                    network.EveryStep ? outputs.AsSpan(t * network.Outputs.Count, network.Outputs.Count) : outputs);
            Same(golden.Outputs[n], outputs);
        }

        static void Same(float[] expected, float[] actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            for (int k = 0; k < actual.Length; k++)
                Assert.Equal(expected[k], actual[k], 1e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Integers_stay_near_the_weights(string name)
    {
        var network = PyTorchGoldens.Read(name).Import();
        var (model, measured) = (Quantized.Of(network, Data(network, seed: 1), Scheme.Int8x16), Data(network, seed: 2));
        var (integers, floats) = (new IntegerRunner(model), new FloatPredictor(network));
        float[] expected = new float[network.OutputSteps(Steps) * network.Outputs.Count], actual = new float[expected.Length];
        double sum = 0, range = 0;
        for (int n = 0; n < measured.Windows; n++)
        {
            integers.Predict(measured.Window(n), actual);
            floats.Predict(measured.Window(n), expected);
            sum += expected.Zip(actual, (a, b) => Math.Abs(a - b)).Average() / measured.Windows;
            range = Math.Max(range, expected.Max() - expected.Min());
        }

        // 0.4 % of the range at most; but states of an untrained LSTM are small, and a layer norm makes what they have lost large.
        // A class is the same or another one.
        Assert.InRange(sum / Math.Max(range, 0.1), name == "classes.pt" ? 0 : 1e-9, name == "layer-norm.pt" ? 0.03 : 0.005);
    }

    /// <summary>Of each kind of module and word one model: what they are quantized to does not depend on the file's format.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("lstm-two-layers.pth")]
    [InlineData("lstm-hidden-states.pt")]
    [InlineData("lstm-mean.pt")]
    [InlineData("gru-every.pt")]
    [InlineData("rnn-relu.pt")]
    [InlineData("functions.pt")]
    [InlineData("layer-norm.pt")]
    [InlineData("batch-norm-in-front.pt")]
    [InlineData("conv-deep.pt")]
    [InlineData("conv-flatten.pt")]
    [InlineData("linear-alone.pt")]
    [InlineData("classes.pt")]
    [InlineData("autoencoder.pt")]
    public void Generated_code_gives_the_bits_of_the_integer_runner(string name)
    {
        var network = PyTorchGoldens.Read(name).Import();
        foreach (var scheme in (Scheme[])[Scheme.Int8, Scheme.Int8x16])
        {
            var data = Data(network, seed: 3);
            var model = Quantized.Of(network, data, scheme);
            float[] window = data.Window(0).ToArray(), expected = new float[network.OutputSteps(Steps) * network.Outputs.Count],
                actual = new float[expected.Length];
            new IntegerRunner(model).Predict(window, expected);
            new GeneratedClass(model).Predict(window, Steps, new Dictionary<string, float[]>(), actual);
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_guess_is_said_in_the_words_of_the_option_and_given_back_makes_the_same_network(string name)
    {
        var golden = PyTorchGoldens.Read(name);
        var guessed = (golden with { Forward = null }).Import();
        Assert.Equal(guessed.Notes[0], guessed.Guess);
        Assert.StartsWith("assumed --forward ", guessed.Guess);
        Assert.Contains(guessed.Notes, note => note.Contains(" read, 0 unused"));
        string line = guessed.Guess!["assumed --forward ".Length..guessed.Guess!.IndexOf(": the file has", StringComparison.Ordinal)];
        var given = (golden with { Forward = line }).Import();
        Assert.Null(given.Guess);
        Assert.Equal(Describe(guessed), Describe(given));
        if (golden.Forward is not null)
            Assert.NotEqual(golden.Forward, line);
    }

    [Fact]
    public void Golden_files_are_of_every_format_and_some_need_no_option()
    {
        var goldens = PyTorchGoldens.Names.Select(PyTorchGoldens.Read).ToList();
        Assert.True(goldens.Count > 40, $"{goldens.Count} files");
        Assert.InRange(goldens.Count(golden => golden.Forward is null), 15, goldens.Count - 10);
        Assert.Equal([".ckpt", ".pt", ".pth", ".safetensors"],
            goldens.Select(golden => Path.GetExtension(golden.Path)).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("half.pt", 192 * 2)]
    [InlineData("double.pt", 429 * 8)]
    [InlineData("lstm-last.pt", 192 * 4)]
    public void The_source_is_as_large_as_its_numbers(string name, long least)
    {
        var network = PyTorchGoldens.Read(name).Import();
        // PyTorch has two biases for each gate, of which the network keeps the sum.
        Assert.InRange(network.SourceWeightBytes, least, least * 3 / 2);
    }

    [Fact]
    public void Names_keep_no_wrapper_and_a_checkpoint_names_what_stands_beside_its_weights()
    {
        Assert.Equal(["rnn", "fc"], PyTorchGoldens.Read("data-parallel.pt").Import().Layers.Select(layer => layer.Name));
        Assert.Equal("lstm", PyTorchGoldens.Read("lightning.ckpt").Import().Layers[0].Name);
        Assert.Contains(PyTorchGoldens.Read("checkpoint.pth").Import().Notes, note =>
            note.Contains("beside them: epoch, optimizer_state_dict, scheduler, best_loss, losses, rng"));
    }

    static string Describe(Network network) => string.Join('\n', network.Layers.Select(layer =>
        $"{layer.GetType().Name} {layer.Name} {string.Join(',', layer.Sources)} {layer.Inputs} {layer.Outputs} {layer.Parameters} "
        + $"{(layer as DenseLayer)?.Activation}{(layer as ConvLayer)?.Activation}"))
        + $"\n{network.EveryStep} {string.Join(',', network.Heads)}";

    /// <summary>Windows as normal as the goldens'.</summary>
    static Dataset Data(Network network, int seed)
    {
        const int Windows = 24;
        var random = new Random(seed);
        float Normal() => (float)(Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6);
        return new(Windows, Steps, network.Inputs.Count, [.. Enumerable.Range(0, Windows * Steps * network.Inputs.Count).Select(_ =>
            Normal())]);
    }
}
