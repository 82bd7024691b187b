using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Quantize.Tests.Export;

public class ArtifactWriterTests
{
    static ModelArtifact Sample(Scheme scheme)
    {
        var random = new Random(31);
        var network = RandomNetwork.Of(
            RandomNetwork.Lstm(random, 2, 5) with { InitialH = RandomNetwork.Values(random, 5, 1), InitialC = RandomNetwork.Values(random, 5, 2) },
            RandomNetwork.Dense(random, 5, 3, activation: Activation.Relu),
            RandomNetwork.Dense(random, 3, 1, source: 1));
        return Quantized.Of(network with { Window = 7, EveryStep = true }, RandomNetwork.Data(random, 2, 9, 2), scheme);
    }

    [Theory]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    [InlineData(Scheme.Float32)]
    public void Reading_gives_back_everything_that_was_written(Scheme scheme)
    {
        var written = Sample(scheme);
        written = written with
        {
            Name = "pump \"one\" \\ \\u0041 \n\r\t\0 \u0085\u2028 π 泵 \ud83d\ude00 \ud800",
            Provenance = new("a b\n\"c\".onnx", "", long.MaxValue, ""),
            Inputs =
            [
                written.Inputs[0] with
                {
                    Name = "", Unit = "m/s²", Mean = -0f, Scale = 3, Centre = float.MaxValue, InverseStep = -float.MaxValue,
                },
                written.Inputs[1] with
                {
                    Name = " x\" centre 1", Unit = "\\", Mean = float.Epsilon, Scale = 1f / 3,
                    Centre = BitConverter.Int32BitsToSingle(0x3f800001), InverseStep = -1.17549421E-38f,
                },
            ],
            Outputs = [new("\"", "°C", 16777217f, -1e-40f)],
            WarmUpSteps = 1_000_000,
        };
        var read = ArtifactReader.Read(ArtifactWriter.Write(written));
        Assert.Equal((written.Name, written.Scheme, written.Window, written.WarmUpSteps, written.EveryStep), (read.Name, read.Scheme, read.Window, read.WarmUpSteps, read.EveryStep));
        Assert.Equal(written.Provenance, read.Provenance);
        Assert.Equal(written.Inputs, read.Inputs);
        Assert.Equal(written.Inputs.SelectMany(Bits), read.Inputs.SelectMany(Bits));
        Assert.Equal(written.Outputs, read.Outputs);
        Assert.Equal(written.Heads, read.Heads);
        Assert.Equal(written.Layers.Count, read.Layers.Count);
        foreach (var (before, after) in written.Layers.Zip(read.Layers))
        {
            Assert.Equal(before with { Data = [], Initial = [] }, after with { Data = [], Initial = [] }, Same);
            Assert.Equal(before.Data, after.Data);
            Assert.Equal(before.Initial, after.Initial);
        }
    }

    static bool Same(ArtifactLayer a, ArtifactLayer b) =>
        (a.Kind, a.Name, a.Inputs, a.Outputs, a.Fields) == (b.Kind, b.Name, b.Inputs, b.Outputs, b.Fields) && a.Sources.SequenceEqual(b.Sources)
        && BitConverter.SingleToInt32Bits(a.InverseStep) == BitConverter.SingleToInt32Bits(b.InverseStep);

    static IEnumerable<int> Bits(InputChannel c) => new[] { c.Mean, c.Scale, c.Centre, c.InverseStep }.Select(BitConverter.SingleToInt32Bits);

    [Fact]
    public void A_checkout_with_other_line_ends_is_the_same_artifact()
    {
        string text = ArtifactWriter.Write(Sample(Scheme.Int8x16));
        var (lf, crlf) = (ArtifactReader.Read(text), ArtifactReader.Read(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
        Assert.Equal(64, lf.Sha256.Length);
        Assert.Equal(lf.Sha256, crlf.Sha256);
        Assert.Equal(lf.Layers[0].Data, crlf.Layers[0].Data);
    }

    [Fact]
    public void The_text_is_lines_of_printable_characters_that_a_diff_can_show()
    {
        string text = ArtifactWriter.Write(Sample(Scheme.Int8) with { Name = "a\nb\u0007" });
        Assert.DoesNotContain(text, c => c != '\n' && char.IsControl(c));
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 250));
        Assert.StartsWith("edgelstm 2\nname \"a\\u000ab\\u0007\"\nscheme int8\nwindow 7\n", text);
    }

    [Fact]
    public void A_changed_character_is_found()
    {
        string text = ArtifactWriter.Write(Sample(Scheme.Int8));
        int at = text.IndexOf("mean 0", StringComparison.Ordinal) + 5;
        var error = Assert.Throws<ModelException>(() => ArtifactReader.Read(text[..at] + "1" + text[(at + 1)..]));
        Assert.Equal(ErrorCatalogue.ArtifactHash, error.Id);
    }
}
