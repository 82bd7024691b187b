using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>The options of <c>quantize</c> that compress.</summary>
public sealed class CompressionOptionTests : IDisposable
{
    static readonly Network Network = Stack(new(3));

    readonly TemporaryFolder _folder = new();

    public CompressionOptionTests() => NpyFile.Write(_folder["data.npy"], [6, 20, 4], RandomNetwork.Data(new Random(6), 6, 20, 4).Values);

    public void Dispose() => _folder.Dispose();

    static Network Stack(Random random) => RandomNetwork.Of(RandomNetwork.Lstm(random, 4, 16), RandomNetwork.Lstm(random, 16, 12, source: 0), RandomNetwork.Dense(random, 12, 1, source: 1));

    ToolRun Run(string options) => ToolRun.Of(
        CommandServices.Default with { Import = _ => Network }, ["quantize", "m.onnx", "-o", _folder["m.elstm"], "--calibrate", _folder["data.npy"], .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("", "lstm 16; lstm 12")]
    [InlineData("--gate-weights int4 --candidate int4", "i and f and g and o int4; i and f and g and o int4")]
    [InlineData("--gate-weights five --layer lstm1=f:three,o:int4", "i and f five; i five, f three, o int4")]
    [InlineData("--sparsity 0.5 --layer lstm1=rank:6", "10 of 20 columns; rank 6")]
    [InlineData("--gate-rank 8 --layer lstm0=sparsity:0.25,i:five --layer lstm1=rank:0", "15 of 20 columns, i five; lstm 12")]
    [InlineData("--round 0.5 --clip 1 --layer lstm1=i:int8", "i and f five; f five")]
    [InlineData("--layer lstm1=i:five --layer lstm0=g:int4 --layer lstm1=f:three", "g int4; i five, f three")]
    [InlineData("--scheme float32", "lstm 16; lstm 12")]
    public void Each_layer_becomes_what_the_options_say(string options, string expected)
    {
        var run = Run(options);
        Assert.Equal((0, ""), (run.Code, run.Error));
        var layers = ArtifactReader.Read(File.ReadAllText(_folder["m.elstm"])).Layers.OfType<ArtifactLstm>();
        Assert.Equal(expected, string.Join("; ", layers.Select(layer => layer is ArtifactCompressedLstm compressed ? compressed.Description : $"{layer.Kind} {layer.Outputs}")));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Sparsity_that_was_called_block_is_auto()
    {
        Assert.Equal(0, Run("--sparsity auto").Code);
        string model = File.ReadAllText(_folder["m.elstm"]);
        Assert.Equal(0, Run("--sparsity block").Code);
        Assert.Equal(model, File.ReadAllText(_folder["m.elstm"]));
    }

    [Theory]
    [InlineData("--gate-rank 0", "'0' is no rank: expected 1 to 256, or auto")]
    [InlineData("--gate-rank 257", "'257' is no rank")]
    [InlineData("--sparsity 1", "--sparsity is '1', expected auto, or the share of the columns to leave out, more than 0 and less than 1")]
    [InlineData("--sparsity half", "--sparsity is 'half'")]
    [InlineData("--gate-rank 4 --sparsity 0.5", "a layer has one of the two")]
    [InlineData("--layer lstm1=i:six", "--layer is 'lstm1=i:six', expected NAME=KEY:VALUE")]
    [InlineData("--layer lstm1=sparsity:-0.5", "--layer is 'lstm1=sparsity:-0.5'")]
    [InlineData("--scheme float32 --sparsity 0.5", "--scheme float32 has the weights as they were trained: leave out what compresses them, or take int8 or int8x16")]
    [InlineData("--scheme float32 --fine-tune 3", "--scheme float32 has the weights as they were trained")]
    [InlineData("--clip 1", "--clip says how far --round goes: give both")]
    [InlineData("--round 0.5 --clip 2", "--clip 2 is neither --round 0.5, which makes three levels, nor twice that, which makes five")]
    [InlineData("--round 0.5 --gate-weights int4", "--round makes three or five levels, --gate-weights int4 asks for more")]
    public void Options_that_make_no_sense_are_refused_in_a_sentence(string options, string message)
    {
        var run = Run(options);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, Assert.Single(run.ErrorLines.Where(line => line.Length > 0).Take(1)));
        Assert.Equal(["data.npy"], _folder.Names);
    }

    [Fact]
    public void A_layer_that_the_model_does_not_have_is_refused_with_those_that_it_has()
    {
        var run = Run("--layer lstm7=i:five");
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith($"error {ErrorCatalogue.UnknownLayer}: ", line);
        Assert.Contains("'lstm7' as a layer to compress, expected one of the plain LSTM layers 'lstm0', 'lstm1'", line);
        Assert.Equal(["data.npy"], _folder.Names);
    }
}
