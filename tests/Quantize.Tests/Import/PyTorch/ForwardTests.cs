using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.PyTorch;

namespace EdgeLstm.Quantize.Tests.Import.PyTorch;

/// <summary>The line that says what forward() does.</summary>
public class ForwardTests
{
    static Network Read(string name, string forward) => (PyTorchGoldens.Read(name) with { Forward = forward }).Import();

    [Theory]
    [InlineData("lstm,last,fc1,relu", "2 unused tensors: fc2.weight, fc2.bias in --forward")]
    [InlineData("last", "12 unused tensors")]
    [InlineData("lstm,last,fc1,relu,fc2,fc2", "'fc2' twice")]
    [InlineData("lstm,last,fc1,mish,fc2",
        "'mish' in --forward, expected one of the file's modules, lstm, fc1, fc2, or one of last, first, hn,")]
    [InlineData("", "'' in --forward")]
    [InlineData("lstm,,fc1", "''")]
    [InlineData("fc1,lstm,last,fc2", "4 features for lstm 3→5")]
    [InlineData("lstm,fc1,last,last,fc2", "one step already, at 'last'")]
    [InlineData("last,lstm,fc1,fc2", "no layer to take a step of, at 'last'")]
    [InlineData("lstm,fc1,hn,fc2", "a layer without hidden states, at 'hn'")]
    [InlineData("lstm,last:2,fc1,fc2", "'2' in 'last:2'")]
    [InlineData("lstm:relu,last,fc1,fc2", "'relu' in 'lstm:relu', expected nothing behind 'lstm'")]
    [InlineData("lstm,last,fc1:bias=1,fc2", "'bias=1'")]
    [InlineData("lstm,maxpool,last,fc1,fc2", "no number of samples, at 'maxpool'")]
    [InlineData("lstm,maxpool:0,last,fc1,fc2", "kernel '0' in 'maxpool:0'")]
    [InlineData("lstm,maxpool:2:pad=2,last,fc1,fc2", "a padding of 2")]
    [InlineData("lstm,last,maxpool:2,fc1,fc2", "a pool over the one step that is left")]
    [InlineData("lstm,repeat,fc1,fc2", "more than one step to repeat")]
    [InlineData("lstm,last,repeat:99999999999,fc1,fc2", "times '99999999999'")]
    [InlineData("lstm,last,fc1,elu:-1,fc2", "'-1'")]
    [InlineData("lstm,last,fc1,elu:1:2,fc2", "'elu:1:2'")]
    [InlineData("lstm,last,fc1,leaky_relu:nan,fc2", "'nan'")]
    public void A_line_that_does_not_fit_is_refused_with_what_is_wrong(string forward, string says)
    {
        var refusal = Assert.Throws<ModelException>(() => Read("named-head.pt", forward));
        Assert.Equal(says.Contains("features for") ? ErrorCatalogue.BadShape : ErrorCatalogue.UnclearForward, refusal.Id);
        Assert.Contains(says, refusal.Message);
        Assert.StartsWith("named-head.pt (PyTorch, zip format 3)", refusal.File, StringComparison.Ordinal);
    }

    /// <summary>Heads of equal widths fit one behind the other, too.</summary>
    [Theory]
    [InlineData("fc1", 4, 4, "fc2", 4, 1, true)]
    [InlineData("fc1", 4, 5, "fc2", 5, 1, false)]
    [InlineData("fc.0", 4, 4, "fc.2", 4, 1, false)] // of one Sequential
    public void A_guess_that_can_be_read_in_two_ways_says_so(string first, int a, int b, string second, int c, int d, bool isDoubtful)
    {
        byte[] pickle = TorchBytes.Pickle(TorchBytes.Dict(
            ("lstm.weight_ih_l0", Tensor(16, 3)), ("lstm.weight_hh_l0", Tensor(16, 4)),
            ($"{first}.weight", Tensor(b, a)), ($"{second}.weight", Tensor(d, c))));
        byte[] file = TorchBytes.Archive(pickle, ("0", new byte[4 * 64]));
        var network = PyTorchImporter.Import(file, TorchFileKind.Archive, "m.pt", null);
        Assert.StartsWith($"assumed --forward lstm,last,{first},relu,{second}: ", network.Guess);
        Assert.Equal(isDoubtful, network.Guess!.Contains($"one of two readings: '{first}' and '{second}' both read 4 features"));
        Assert.Equal($"lstm,last,{first},relu,{second}", network.Forward);

        static byte[] Tensor(int rows, int columns) => TorchBytes.Tensor("0", 64, 0, [rows, columns], [columns, 1]);
    }

    [Fact]
    public void More_steps_than_any_network_has_are_refused() =>
        Assert.Contains("501 steps", Assert.Throws<ModelException>(() =>
            Read("named-head.pt", string.Concat(Enumerable.Repeat("relu,", 500)) + "lstm")).Message);

    [Fact]
    public void Spaces_do_no_harm_and_a_dot_makes_sure_of_a_word()
    {
        string plain = Describe(Read("named-head.pt", "lstm,last,fc1,relu,fc2"));
        Assert.Equal(plain, Describe(Read("named-head.pt", " lstm , .last, fc1 ,.relu,fc2 ")));
        Assert.Contains("relu", plain);
        Assert.DoesNotContain("relu", Describe(Read("named-head.pt", "lstm,last,fc1,fc2")));
    }

    [Fact]
    public void Without_a_word_for_one_step_there_is_an_output_for_every_sample()
    {
        Assert.True(Read("named-head.pt", "lstm,fc1,fc2").EveryStep);
        Assert.False(Read("named-head.pt", "lstm,last,fc1,fc2").EveryStep);
        Assert.True(Read("named-head.pt", "lstm,last,fc1,fc2").CanStream);
        Assert.False(Read("named-head.pt", "lstm,mean,fc1,fc2").CanStream);
    }

    [Fact]
    public void An_unidirectional_layers_hidden_state_is_its_last_step() =>
        Assert.Equal(Describe(Read("named-head.pt", "lstm,last,fc1,fc2")), Describe(Read("named-head.pt", "lstm,hn,fc1,fc2")));

    [Theory]
    [InlineData("same", 1, 1)]
    [InlineData("causal", 2, 0)]
    [InlineData("pad=3", 3, 3)]
    [InlineData("same:dilation=2", 2, 2)]
    [InlineData("causal:dilation=3", 6, 0)]
    public void A_convolution_is_padded_as_it_is_said(string how, int before, int after)
    {
        var conv = Read("conv-front.pt", $"conv:{how},lstm,last,fc").Layers.OfType<ConvLayer>().Single();
        Assert.Equal((before, after), (conv.PadBefore, conv.PadAfter));
    }

    [Theory]
    [InlineData("conv:groups=4,lstm,last,fc", "12 features for conv 3→6")]
    [InlineData("conv:stride=0,lstm,last,fc", "stride '0'")]
    [InlineData("conv:pad=1:pad=2,lstm,last,fc", "'conv:pad=1:pad=2'")]
    [InlineData("conv:valid,lstm,last,fc", "'valid' in 'conv:valid', expected pad=…, stride=…, dilation=…, groups=…, same, causal")]
    [InlineData("conv,lstm,last,fc", null)]
    public void A_convolution_takes_what_Conv1d_takes(string forward, string? says)
    {
        if (says is null)
            Assert.Equal(0, Read("conv-front.pt", forward).Layers.OfType<ConvLayer>().Single().PadBefore);
        else
            Assert.Contains(says, Assert.Throws<ModelException>(() => Read("conv-front.pt", forward)).Message);
    }

    [Fact]
    public void Batch_norm_goes_into_the_layer_in_front_or_the_one_behind()
    {
        foreach (string line in (string[])["lstm,last,fc1,bn,relu,fc2", "lstm,last,fc1,relu,bn,fc2"])
            Assert.DoesNotContain(Read("batch-norm.pt", line).Layers, layer => layer is AffineLayer);
    }

    static string Describe(Network network) => string.Join(' ',
        network.Layers.Select(layer => $"{layer.GetType().Name} {layer.Name} {(layer as DenseLayer)?.Activation}"));
}
