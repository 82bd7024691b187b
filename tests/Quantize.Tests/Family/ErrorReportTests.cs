using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Quantize.Tests.Family;

/// <summary>The error report of layers around the recurrent ones, in streams and in windows.</summary>
public class ErrorReportTests
{
    static readonly Activation Softplus = new(new ScalarFunction(FunctionKind.Softplus));

    [Theory]
    [InlineData(Scheme.Int8, 0.05)]
    [InlineData(Scheme.Int8x16, 0.005)]
    [InlineData(Scheme.Float32, 1e-6)]
    public void Each_layer_of_a_stream_is_measured_and_small(Scheme scheme, double limit) => Check(
        scheme, limit, streams: true,
        Conv(-1, 3, 6, 3, before: 2), new NormLayer { Name = "norm", Sources = [0], Gamma = Ones(6), Beta = new float[6], Epsilon = 1e-5f },
        RandomNetwork.Lstm(new Random(2), 6, 6, source: 1), new AddLayer { Name = "add", Sources = [1, 2], Width = 6 },
        new ActivationLayer { Name = "act", Sources = [3], Width = 6, Activation = Softplus }, Pool(4, 6, 3, before: 2), new ConcatLayer { Name = "concat", Sources = [5, 2, -1], Widths = [6, 6, 3] },
        new AffineLayer { Name = "affine", Sources = [6], Scale = Ones(15), Shift = Ones(15) }, new CellStateLayer { Name = "cell", Sources = [2], Width = 6 },
        RandomNetwork.Dense(new Random(3), 15, 2, source: 7));

    [Theory]
    [InlineData(Scheme.Int8, 0.05)]
    [InlineData(Scheme.Int8x16, 0.005)]
    [InlineData(Scheme.Float32, 1e-6)]
    public void Each_layer_of_a_window_is_measured_and_small(Scheme scheme, double limit) => Check(
        scheme, limit, streams: false,
        Conv(-1, 3, 6, 5, before: 2, after: 2), Pool(0, 6, 2, stride: 2), RandomNetwork.Lstm(new Random(2), 6, 6, source: 1),
        RandomNetwork.Lstm(new Random(4), 6, 5, source: 1) with { Direction = Direction.Reverse }, new ConcatLayer { Name = "concat", Sources = [2, 3], Widths = [6, 5] },
        new PickLayer { Name = "last", Sources = [4], Width = 11 }, new RepeatLayer { Name = "repeat", Sources = [5], Width = 11, Times = 4 }, RandomNetwork.Lstm(new Random(5), 11, 4, source: 6),
        RandomNetwork.Dense(new Random(3), 4, 2, source: 7));

    [Fact]
    public void Zeros_before_a_window_are_in_the_range_of_inputs_that_a_convolution_pads()
    {
        // The data stand far from 0, where the convolution's padding is.
        var network = RandomNetwork.Of(Conv(-1, 2, 3, 3, before: 2), RandomNetwork.Lstm(new Random(1), 3, 4, source: 0));
        var data = RandomNetwork.Data(new Random(2), 4, 12, 2);
        data = data with { Values = [.. data.Values.Select(v => v + 30)] };
        var model = Quantized.Of(network, data, Scheme.Int8x16);
        Assert.NotEmpty(model.Layers[0].Initial);
        Assert.All(model.Inputs, input => Assert.InRange(0, input.Centre - 16384 / input.InverseStep, input.Centre));
        Assert.InRange(QuantizationErrors.Measure(network, model, data, default).Parts.First().Error.Max, 0, 0.05);
    }

    static void Check(Scheme scheme, double limit, bool streams, params Layer[] layers)
    {
        var network = RandomNetwork.Of(layers) with { Inputs = [new("a"), new("b"), new("c")], EveryStep = true };
        Assert.Equal(streams, network.CanStream);
        var data = RandomNetwork.Data(new Random(7), 6, 24, 3);
        var errors = QuantizationErrors.Measure(network, Quantized.Of(network, data, scheme), data, default);
        string[] measured = [.. errors.Parts.Where(part => part.What is "output" or "hidden state").Select(part => part.Layer)];
        Assert.Equal(network.Layers.Select(layer => layer.Name), measured);
        Assert.All(errors.Parts, part => Assert.True(part.Error.Rmse <= limit * part.Error.Range, $"{part.Layer} {part.What}: {part.Error.Rmse} of {part.Error.Range}"));
        Assert.All(errors.Outputs, output => Assert.InRange(output.Rmse / output.Range, 0, limit));
        Assert.Equal((6 * 24, 0), (errors.Steps, errors.Saturated));
    }

    static ConvLayer Conv(int source, int inputs, int outputs, int kernel, int before, int after = 0) => new()
    {
        Name = "conv",
        Sources = [source],
        W = RandomNetwork.Values(new Random(1), outputs * kernel * inputs, 0.5f),
        Bias = RandomNetwork.Values(new Random(2), outputs, 0.5f),
        Activation = Activation.Tanh,
        Kernel = kernel,
        PadBefore = before,
        PadAfter = after,
    };

    static PoolLayer Pool(int source, int width, int kernel, int before = 0, int stride = 1) =>
        new() { Name = "pool", Sources = [source], Width = width, Kind = PoolKind.Average, Kernel = kernel, PadBefore = before, Stride = stride };

    static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];
}
