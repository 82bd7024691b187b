using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Quantize.Tests.Passes.Compressing;

public class LayerCompressionTests
{
    [Fact]
    public void Each_layer_and_gate_has_what_it_is_given()
    {
        var random = new Random(51);
        var network = RandomNetwork.Of(RandomNetwork.Lstm(random, 4, 16), RandomNetwork.Lstm(random, 16, 20, source: 0), RandomNetwork.Lstm(random, 20, 24, source: 1), RandomNetwork.Dense(random, 24, 1, source: 2));
        var compression = new Compression(new(RowForm.Five), CompressedForm.Int8)
            .With("lstm1", new(CompressedForm.Int8, new(RowForm.Three), new(RowForm.Int4), CompressedForm.Int8, Sparsity: 0.25))
            .With("lstm2", LayerCompression.None with { Rank = 12 });
        var model = Quantizer.Calibrate(network, network, RandomNetwork.Data(random, 6, 30, 4), default).Run(Scheme.Int8x16, compression, "1.0", []).Model;
        var layers = model.Layers.OfType<ArtifactCompressedLstm>().ToArray();
        Assert.Equal([RowForm.Five, RowForm.Five, RowForm.Int8, RowForm.Int8], layers[0].Forms);
        Assert.Equal([RowForm.Int8, RowForm.Three, RowForm.Int4, RowForm.Int8], layers[1].Forms);
        Assert.Equal((0, 0, 12), (layers[0].Rank, layers[1].Rank, layers[2].Rank));
        Assert.Equal((0, 27, 0), (layers[0].Columns, layers[1].Columns, layers[2].Columns)); // three quarters of 36
    }

    [Fact]
    public void A_layer_that_is_not_there_is_refused_with_those_that_are()
    {
        var network = RandomNetwork.Of(new Random(52), 3, 8);
        var data = RandomNetwork.Data(new Random(53), 4, 20, 3);
        var error = Assert.Throws<ModelException>(() => Quantizer.Calibrate(network, network, data, default).Run(Scheme.Int8, Compression.None.With("dense1", LayerCompression.None), "1.0", []));
        Assert.Equal(ErrorCatalogue.UnknownLayer, error.Id);
        Assert.Contains("'dense1'", error.Message);
        Assert.Contains("'lstm0'", error.Message);
    }

    [Theory]
    [InlineData("lstm2=i:five,f:three,g:int4,o:int8,rank:24", "i five, f three, g int4, o int8, 24, 0")]
    [InlineData("a=b c=sparsity:auto", "i int8, f int8, g int8, o int8, 0, -1")]
    [InlineData("x=rank:auto,g:five", "i int8, f int8, g five, o int8, -1, 0")]
    [InlineData("x=sparsity:0.25,rank:0", "i int8, f int8, g int8, o int8, 0, 0.25")]
    public void Settings_are_read_and_written(string text, string expected)
    {
        var (name, own) = LayerSettings.Parse(text, LayerCompression.None, null)!.Value;
        Assert.Equal(text[..text.LastIndexOf('=')], name);
        Assert.Equal(expected, FormattableString.Invariant($"i {Word(0)}, f {Word(1)}, g {Word(2)}, o {Word(3)}, {own.Rank}, {own.Sparsity}"));
        Assert.Equal((name, own), LayerSettings.Parse(LayerSettings.Format(name, own, LayerCompression.None), LayerCompression.None, null));

        string Word(int gate) => LayerSettings.Word(own.Forms[gate].Form);
    }

    [Fact]
    public void A_layers_own_rank_or_sparsity_stand_in_the_place_of_what_all_have()
    {
        var ranked = LayerCompression.None with { Rank = 24 };
        var own = LayerSettings.Parse("x=sparsity:0.5", ranked, null)!.Value.Own;
        Assert.Equal((0, 0.5), (own.Rank, own.Sparsity));
        Assert.Equal(("x", own), LayerSettings.Parse(LayerSettings.Format("x", own, ranked), ranked, null));
        Assert.Equal((12, 0.0), LayerSettings.Parse("x=rank:12", LayerCompression.None with { Sparsity = 0.5 }, null) is (_, var other) ? (other.Rank, other.Sparsity) : default);
    }

    [Theory]
    [InlineData("lstm2")]
    [InlineData("=i:five")]
    [InlineData("lstm2=")]
    [InlineData("lstm2=i:six")]
    [InlineData("lstm2=c:five")]
    [InlineData("lstm2=i:five:three")]
    [InlineData("lstm2=rank:1000")]
    [InlineData("lstm2=sparsity:1")]
    [InlineData("lstm2=sparsity:-0.5")]
    [InlineData("lstm2=rank:8,sparsity:0.5")]
    public void Other_settings_are_refused(string text) => Assert.Null(LayerSettings.Parse(text, LayerCompression.None, null));

    [Theory]
    [InlineData("model.onnx", "model.onnx")]
    [InlineData("lstm/2=i:five", "lstm/2=i:five")]
    [InlineData("my model.onnx", "'my model.onnx'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    public void Words_of_commands_are_quoted_where_a_shell_would_read_more_into_them(string word, string expected) => Assert.Equal(expected, Shell.Quote(word));
}
