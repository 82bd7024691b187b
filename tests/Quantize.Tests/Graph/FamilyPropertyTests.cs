using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Quantize.Tests.Graph;

public class FamilyPropertyTests
{
    [Fact]
    public void A_stream_equals_the_window_at_every_step() => Case.ForAll(300, c =>
    {
        var random = new Random(c.Seed);
        var network = RandomFamily.Streaming(random, c.Inputs, 1 + c.Which % 5);
        Assert.True(network.CanStream);
        var runner = new FloatRunner(network);
        float[] window = RandomNetwork.Values(random, c.Steps * c.Inputs, 2), every = new float[c.Steps * 2], output = new float[2];
        runner.Run(window, every);
        for (int round = 0; round < 2; round++)
        {
            runner.Reset();
            for (int t = 0; t < c.Steps; t++)
            {
                runner.Step(window.AsSpan(t * c.Inputs, c.Inputs), output);
                for (int k = 0; k < 2; k++)
                    Assert.Equal(every[t * 2 + k], output[k], 1e-5f);
            }
        }
    });

    [Fact]
    public void A_reverse_layer_equals_the_forward_one_on_the_reversed_window() => Case.ForAll(300, c =>
    {
        var random = new Random(c.Seed);
        var forward = RandomFamily.Recurrent(random, RandomFamily.Cell(random, c.Which, c.Units), c.Inputs, c.Units);
        var network = RandomNetwork.Of(forward);
        var reverse = RandomNetwork.Of(forward with { Direction = Direction.Reverse });
        Assert.False(reverse.CanStream);
        float[] window = RandomNetwork.Values(random, c.Steps * c.Inputs, 2);
        float[] expected = new float[c.Steps * forward.Outputs], actual = new float[expected.Length];
        new FloatRunner(network).Run(Reversed(window, c.Inputs), expected);
        new FloatRunner(reverse).Run(window, actual);
        Assert.Equal(Reversed(expected, forward.Outputs), actual);
    });

    [Fact]
    public void A_window_needs_what_stepping_refuses()
    {
        var random = new Random(1);
        var network = RandomNetwork.Of(RandomFamily.Recurrent(random, new LstmCell(), 2, 3, direction: Direction.Reverse));
        Assert.Contains("recurrent0", Assert.Throws<InvalidOperationException>(() => new FloatRunner(network).Step([1, 2], new float[3])).Message);
    }

    [Fact]
    public void A_window_that_is_too_short_is_the_callers_mistake()
    {
        var conv = new ConvLayer { Name = "conv", Sources = [-1], W = [1, 1, 1], Bias = [0], Activation = Activation.Identity, Kernel = 3 };
        Assert.Throws<ArgumentException>(() => new FloatRunner(RandomNetwork.Of(conv)).Run([1, 2]));
        Assert.Equal([6], new FloatRunner(RandomNetwork.Of(conv)).Run([1, 2, 3]));
    }

    static float[] Reversed(float[] values, int width) => [.. values.Chunk(width).Reverse().SelectMany(step => step)];
}
