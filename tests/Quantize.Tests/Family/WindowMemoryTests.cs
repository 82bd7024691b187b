using EdgeLstm.Generator.Emit;
using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Quantize.Tests.Family;

/// <summary>The workspace of models that need windows, and their outputs of several step counts.</summary>
public class WindowMemoryTests
{
    const int Width = 16, Samples = 40;

    [Theory]
    [InlineData(Scheme.Int8, 4 + 1 + 1)] // the floats that a layer makes, its units, and the units that it reads
    [InlineData(Scheme.Int8x16, 4 + 2 + 2)]
    [InlineData(Scheme.Float32, 4 + 4)]
    public void A_deep_model_takes_the_bytes_of_a_shallow_one(Scheme scheme, int bytes)
    {
        long Bytes(int layers) => Workspace.Of(Model(Deep(layers), scheme)).Bytes(100);
        Assert.Equal(Bytes(3), Bytes(10));
        Assert.Equal(100 * Width * bytes, Bytes(10));
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    [InlineData(Scheme.Float32)]
    public void Rows_in_one_block_are_never_needed_at_the_same_time(Scheme scheme)
    {
        var model = Model(Deep(6), scheme);
        var workspace = Workspace.Of(model);
        Assert.Contains(workspace.Blocks, block => block.Rows.Count > 1);
        Assert.Equal(workspace.All.Select(rows => rows.Name).Order(), workspace.Blocks.SelectMany(block => block.Rows).Select(rows => rows.Name).Order());
        Assert.All(workspace.Blocks, block => Assert.All(block.Rows.Zip(block.Rows.Skip(1)), pair => Assert.True(pair.First.Until < pair.Second.From)));
        Assert.All(workspace.All, rows => Assert.InRange((long)rows.RowBytes * rows.Steps.Of(Samples), 1, workspace.Blocks.Single(block => block.Rows.Contains(rows)).Bytes(Samples)));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    [InlineData(Scheme.Float32)]
    public void Outputs_of_several_step_counts_end_together(Scheme scheme)
    {
        // A value for each sample, one for every second, one for the window.
        var network = RandomNetwork.Of(Conv(-1, 2, "conv"), Pool(0, 2), new PickLayer { Name = "last", Sources = [1], Width = Width }, RandomNetwork.Dense(new Random(1), Width, 2, source: 2));
        network = network with { Heads = [0, 1, 3], EveryStep = true, Outputs = [.. Enumerable.Range(0, (2 * Width) + 2).Select(k => new Channel($"y{k}"))] };
        var model = Model(network, scheme);
        foreach (int samples in (int[])[Samples, 7])
        {
            float[] window = RandomNetwork.Data(new Random(5), 1, samples, 2).Values, floats = new float[samples * model.Outputs.Count], integers = new float[floats.Length], generated = new float[floats.Length];
            new FloatRunner(network).Run(window, floats);
            var runner = new IntegerRunner(model);
            Assert.Equal(samples, runner.OutputSteps(samples));
            runner.Predict(window, integers);
            new GeneratedClass(model).Predict(window, samples, new Dictionary<string, float[]>(), generated);
            Assert.Equal(integers, generated);
            for (int k = 0; k < floats.Length; k++)
                Assert.Equal(floats[k], integers[k], scheme == Scheme.Int8 ? 0.2f : 0.02f);
            int rows = samples / 2, wide = model.Outputs.Count;
            float[] Second(int row) => integers[((row * wide) + Width)..((row * wide) + (2 * Width))];
            Assert.Equal(Second(0), Second(samples - rows)); // stands still until its first
            Assert.NotEqual(Second(samples - rows), Second(samples - rows + 1));
        }
    }

    /// <summary>Convolutions, one behind the other, and a recurrent layer that reads both ways.</summary>
    static Network Deep(int layers) => RandomNetwork.Of(
        [Conv(-1, 2, "conv"), .. Enumerable.Range(0, layers).Select(k => Conv(k, Width, "conv")), RandomNetwork.Lstm(new Random(3), Width, Width, source: layers) with { Direction = Direction.Reverse }, RandomNetwork.Dense(new Random(1), Width, 2, source: layers + 1)]);

    static ModelArtifact Model(Network network, Scheme scheme) => Quantized.Of(network, RandomNetwork.Data(new Random(2), 3, Samples, 2), scheme);

    static ConvLayer Conv(int source, int inputs, string name) => new()
    {
        Name = name,
        Sources = [source],
        W = RandomNetwork.Values(new Random(1), Width * 3 * inputs, 0.3f),
        Bias = RandomNetwork.Values(new Random(2), Width, 0.5f),
        Activation = Activation.Tanh,
        Kernel = 3,
        PadBefore = 1,
        PadAfter = 1,
    };

    static PoolLayer Pool(int source, int stride) => new() { Name = "pool", Sources = [source], Width = Width, Kind = PoolKind.Average, Kernel = stride, Stride = stride };
}
