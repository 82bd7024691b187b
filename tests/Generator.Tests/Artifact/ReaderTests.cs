using System.Text;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Generator.Tests.Models;

namespace EdgeLstm.Generator.Tests.Artifact;

/// <summary>The reader believes nothing: what was damaged is refused, with an error of ours.</summary>
public class ReaderTests
{
    [Theory]
    [MemberData(nameof(Zoo.All), MemberType = typeof(Zoo))]
    public void What_is_read_writes_the_same_text(string model)
    {
        string text = Zoo.Builder(model).Text();
        Assert.Equal(text, ArtifactWriter.Write(ArtifactReader.Read(text)));
    }

    [Theory]
    [InlineData(TrainedOn.Windows, 24, MissingKind.Hold, 5)]
    [InlineData(TrainedOn.Stream, 0, MissingKind.Centre, 0)]
    [InlineData(TrainedOn.Unknown, 0, MissingKind.Hold, 1_000_000)]
    public void How_the_data_were_read_is_kept(object on, int window, object missing, int limit)
    {
        var rules = new DataRules((TrainedOn)on, window, "Pumpe \"A\"", "", new((MissingKind)missing, limit));
        string text = ArtifactWriter.Write(new ModelBuilder(Scheme.Int8, 3).Lstm(4).Head().Build() with { Rules = rules });
        Assert.StartsWith("edgelstm 3\n", text, StringComparison.Ordinal);
        Assert.Equal(rules, ArtifactReader.Read(text).Rules);
        Assert.Equal(text, ArtifactWriter.Write(ArtifactReader.Read(text)));
    }

    [Fact]
    public void A_model_that_says_nothing_of_its_data_is_a_file_that_older_packages_read()
    {
        Assert.StartsWith("edgelstm 2\n", ModelBuilder.Text(), StringComparison.Ordinal);
        Assert.Equal(DataRules.Unknown, ArtifactReader.Read(ModelBuilder.Text()).Rules);
    }

    [Fact]
    public void What_forward_does_is_kept_beside_the_source_of_weights_alone()
    {
        var model = new ModelBuilder(Scheme.Int8, 3).Lstm(4).Head().Build();
        string text = ArtifactWriter.Write(model with { Provenance = model.Provenance with { Forward = "lstm,last,\"fc\"" } });
        Assert.StartsWith("edgelstm 4\n", text, StringComparison.Ordinal);
        Assert.Contains("\nforward \"lstm,last,\\\"fc\\\"\"\ntool ", text, StringComparison.Ordinal);
        Assert.Equal("lstm,last,\"fc\"", ArtifactReader.Read(text).Provenance.Forward);
        Assert.Equal(text, ArtifactWriter.Write(ArtifactReader.Read(text)));
        Assert.Null(ArtifactReader.Read(ArtifactWriter.Write(model)).Provenance.Forward);
    }

    /// <summary>An older reader asks for an update then, and does not speak of a damaged file.</summary>
    [Theory]
    [MemberData(nameof(NewerLayers))]
    public void A_layer_that_older_packages_do_not_know_raises_the_version(string what, object model)
    {
        var builder = (ModelBuilder)model;
        string text = builder.Text();
        Assert.True(text.StartsWith("edgelstm 5\n", StringComparison.Ordinal), what);
        Assert.Contains("\nforward \"\"\ntool ", text, StringComparison.Ordinal);
        var read = ArtifactReader.Read(text);
        Assert.Null(read.Provenance.Forward);
        Assert.Equal(text, ArtifactWriter.Write(read));
    }

    public static TheoryData<string, object> NewerLayers()
    {
        var data = new TheoryData<string, object>
        {
            { "product", new ModelBuilder(Scheme.Int8, 3).Lstm(3).Combine(CombineKind.Product, 0, -1).Head() },
            { "attention", Zoo.Builder("attention") },
            { "a step away from the last", new ModelBuilder(Scheme.Int8, 3).Pick(first: false, away: 1).Head() },
        };
        FunctionKind[] later = [FunctionKind.Gelu, FunctionKind.GeluTanh, FunctionKind.Silu, FunctionKind.Exp, FunctionKind.LogSoftmax];
        foreach (var kind in later)
        {
            data.Add($"dense {kind}", new ModelBuilder(Scheme.Int8, 3).Dense(2, kind).Head());
            data.Add($"conv {kind}", new ModelBuilder(Scheme.Int8, 3).Causal(2, 2, function: new(kind)).Head());
            data.Add($"{kind}", new ModelBuilder(Scheme.Int8, 3).Activation(new(kind)).Head());
        }

        return data;
    }

    [Fact]
    public void The_last_step_and_a_tanh_leave_the_version_as_it_was() => Assert.StartsWith("edgelstm 2\n",
        new ModelBuilder(Scheme.Int8, 3).Lstm(3).Pick(first: false).Dense(2, FunctionKind.Tanh).Head().Text(), StringComparison.Ordinal);

    /// <summary>So many samples that each layer has the steps that it reads.</summary>
    [Theory]
    [InlineData(4, "steps-away")]
    [InlineData(7, "steps-away-float")]
    public void A_step_away_from_the_end_needs_windows_that_have_it(int least, string name) =>
        Assert.Equal(least, Zoo.Builder(name).Build().Plan.MinSamples);

    [Fact]
    public void A_step_that_a_fixed_number_of_steps_does_not_have_is_refused() => AssertMessage(
        new ModelBuilder(Scheme.Int8, 3).Pick(first: false).Repeat(3).Pick(first: false, away: 3).Head(), "or no step left");

    [Theory]
    [InlineData("trained-on windows 24", "trained-on windows 0", ": trained-on windows 0, expected samples where")]
    [InlineData("trained-on windows 24", "trained-on stream 24", ": trained-on stream 24, expected samples where")]
    [InlineData("trained-on windows 24", "trained-on 1 24", "'1', expected one of unknown, windows, stream")]
    [InlineData("missing hold 5", "missing hold -1", "'-1', expected an integer from 0 to 1000000")]
    [InlineData("missing hold 5", "missing drop", "'drop', expected one of centre, hold")]
    [InlineData("missing hold 5", "missing centre 5", "'5', expected the end of the line")]
    public void Rules_that_say_nothing_are_refused(string line, string other, string message)
    {
        var model = new ModelBuilder(Scheme.Int8, 3).Lstm(4).Head().Build() with { Rules = new(TrainedOn.Windows, 24, "", "", new(MissingKind.Hold, 5)) };
        string[] lines = ArtifactWriter.Write(model).Replace(line, other, StringComparison.Ordinal).Split('\n')[..^2];
        string text = string.Join('\n', lines) + "\nhash sha256 " + ArtifactHash.Of(lines) + "\n";
        Assert.Contains(message, Assert.Throws<ModelException>(() => ArtifactReader.Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkout_with_CRLF_loads() =>
        Assert.Equal(ArtifactReader.Read(ModelBuilder.Text()).Sha256, ArtifactReader.Read(ModelBuilder.Text().ReplaceLineEndings("\r\n")).Sha256);

    [Fact]
    public void Every_flipped_bit_of_the_header_is_detected()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(ModelBuilder.Text());
        int header = Encoding.UTF8.GetString(bytes).IndexOf("\nlayer ", StringComparison.Ordinal);
        header = Array.IndexOf(bytes, (byte)'\n', header + 1);
        for (int bit = 0; bit < 8 * header; bit++)
            AssertRefused(bytes, bit);
    }

    [Fact]
    public void A_thousand_flipped_bits_of_the_payload_are_detected()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Zoo.Builder("stacked").Text());
        int payload = Encoding.UTF8.GetString(bytes).IndexOf("\nlayer ", StringComparison.Ordinal);
        var random = new Random(17);
        for (int k = 0; k < 1000; k++)
            AssertRefused(bytes, random.Next(8 * payload, 8 * bytes.Length));
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_detected()
    {
        string text = ModelBuilder.Text();
        for (int length = 0; length < text.Length; length++)
            Assert.Throws<ModelException>(() => ArtifactReader.Read(text[..length]));
    }

    [Fact]
    public void Sources_of_different_lengths_are_refused() => AssertMessage(
        new ModelBuilder(Scheme.Int8, 3).Conv(3, 2, 0).Add(0, -1).Head(), "node 'add1': found sources of different lengths, or no step left");

    [Fact]
    public void Sources_of_different_widths_are_refused() => AssertMessage(
        new ModelBuilder(Scheme.Int8, 3).Lstm(4).Add(0, -1).Head(), "4 inputs of 'add1', expected sources that fit a layer of this kind");

    [Fact]
    public void Outputs_of_different_lengths_have_the_rows_of_the_longest() => Assert.Equal(
        20, ArtifactReader.Read(new ModelBuilder(Scheme.Int8, 3).Lstm(4).Head().Conv(3, 2, 0).Head().EveryStep().Text()).Plan.OutputRowsOf(20));

    [Fact]
    public void Padding_beyond_a_kernels_reach_is_refused() => AssertMessage(
        new ModelBuilder(Scheme.Int8, 3).Conv(2, kernel: 3, padLeft: 3).Head(), "found padding of 3 and 0, expected at most 2, the kernel's reach");

    [Fact]
    public void An_older_version_is_refused_with_what_to_do()
    {
        var e = Assert.Throws<ModelException>(() => ArtifactReader.Read("edgelstm 1" + ModelBuilder.Text()["edgelstm 2".Length..]));
        Assert.Contains("found artifact version 1, expected 2 to 5; quantize the model again", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_LSTM_larger_than_the_runtime_takes_is_refused() => AssertMessage(
        new ModelBuilder(Scheme.Float32, 4096).Lstm(1).Head(), "found 4096 inputs and 1 units, expected at most 4096 together");

    [Fact]
    public void Text_that_runs_into_the_next_field_is_refused()
    {
        string[] lines = ModelBuilder.Text().Split('\n');
        lines[1] = "name \"engine\"x";
        var e = Assert.Throws<ModelException>(() => ArtifactReader.Read(FuzzTests.WithHash(lines[..^2])));
        Assert.Contains("line 2: 'x' right after quoted text, expected a space", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Binary_gates_in_float32_are_refused() => AssertMessage(
        new ModelBuilder(Scheme.Float32, 3).Lstm(4, binaryGates: true).Head(), "found binary-gates, expected none in scheme float32");

    [Theory]
    [InlineData("binary-gatesx")]
    [InlineData("binary-gates binary-gates")]
    public void A_field_that_may_be_left_out_is_there_once_and_whole(string instead)
    {
        string[] lines = new ModelBuilder(Scheme.Int8, 3).Lstm(4, binaryGates: true).Head().Text().Split('\n');
        int at = Array.FindIndex(lines, line => line.Contains(" binary-gates ", StringComparison.Ordinal));
        lines[at] = lines[at].Replace(" binary-gates ", $" {instead} ", StringComparison.Ordinal);
        Assert.Contains("expected 'initial-bytes'", Assert.Throws<ModelException>(() => ArtifactReader.Read(FuzzTests.WithHash(lines[..^2]))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("columns 3")]
    [InlineData("columns 0")]
    [InlineData("columns 24")]
    [InlineData("columns")]
    public void A_number_of_columns_that_the_data_do_not_have_is_refused(string instead)
    {
        string[] lines = new ModelBuilder(Scheme.Int8, 3).Compressed(20, RowForm.Int8, RowForm.Five, sparse: true).Dense(1).Head().Text().Split('\n');
        int at = Array.FindIndex(lines, line => line.Contains(" columns ", StringComparison.Ordinal));
        lines[at] = System.Text.RegularExpressions.Regex.Replace(lines[at], " columns [0-9]+", " " + instead);
        Assert.Throws<ModelException>(() => ArtifactReader.Read(FuzzTests.WithHash(lines[..^2])));
    }

    [Fact]
    public void A_mask_of_another_number_than_the_header_says_is_refused() => AssertMessage(
        new ModelBuilder(Scheme.Int8, 3).Compressed(20, RowForm.Int8, RowForm.Five, sparse: true, flipMask: true).Head(), ", and a mask of ");

    [Fact]
    public void Columns_left_out_beside_a_rank_are_refused() => AssertMessage(
        new ModelBuilder(Scheme.Int8, 4).Compressed(16, RowForm.Int8, RowForm.Int8, rank: 4, columnsBesideRank: 7).Head(), "found columns 7 beside rank 4, expected one of the two");

    static void AssertMessage(ModelBuilder model, string message) =>
        Assert.Contains(message, Assert.Throws<ModelException>(() => ArtifactReader.Read(model.Text())).Message, StringComparison.Ordinal);

    static void AssertRefused(byte[] original, int bit)
    {
        byte[] bytes = [.. original];
        bytes[bit / 8] ^= (byte)(1 << bit % 8);
        try
        {
            ArtifactReader.Read(Encoding.UTF8.GetString(bytes));
        }
        catch (ModelException)
        {
            return;
        }
        catch (Exception e)
        {
            Assert.Fail($"bit {bit}: {e}");
        }

        Assert.Fail($"bit {bit}: loaded");
    }
}
