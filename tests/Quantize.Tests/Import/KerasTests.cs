using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Keras;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Family;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>Keras's files of every version, against what make_keras.py computed from the layers' definitions.</summary>
public class KerasTests
{
    public static TheoryData<string> Names { get; } = [.. KerasGoldens.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_golden_computes_what_its_maker_did(string name) => FamilyTests.Check(Import(name), KerasGoldens.Read(name));

    /// <summary>
    /// Of random weights, drawn wide: the figure says that the arithmetic is right, not what a trained model loses. Layers of a few steps
    /// and functions that jump lose more than others.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_golden_becomes_an_artifact_that_computes_the_same(string name)
    {
        var errors = GoldenErrors.Measure(name, Import(name), KerasGoldens.Read(name));
        Assert.InRange(errors.Float32, 0, 1e-5);
        Assert.InRange(errors.Int8x16, 0, 0.02);
        Assert.InRange(errors.Int8, 0, 0.08);
    }

    [Fact]
    public void There_is_a_golden_of_every_layer_that_is_read()
    {
        string script = File.ReadAllText(Path.Combine(KerasGoldens.Folder, "..", "make_keras.py"));
        string[] classes = [.. LayerTable.Classes];
        Assert.True(classes.Length > 40, $"{classes.Length} classes");
        Assert.All(classes, name => Assert.Contains(name == "InputLayer" ? "\"InputLayer\"" : $"class {name}(", script));
    }

    [Fact]
    public void The_page_names_every_layer_that_is_read()
    {
        string page = File.ReadAllText(Path.Combine(TestFiles.Repository, "docs", "import.md"));
        Assert.All(LayerTable.Classes, name => Assert.Contains($"`{name}`", page));
    }

    [Theory]
    [InlineData("keras2-list", 0.2f, 0.5f)]
    [InlineData("keras2-hard-sigmoid", 0.2f, 0.5f)]
    [InlineData("keras3-hard-sigmoid", 1 / 6f, 0.5f)]
    [InlineData("keras3-h5", 1 / 6f, 0.5f)]
    [InlineData("tf-sequential", 0.2f, 0.5f)]
    [InlineData("keras1-apart", 0.2f, 0.5f)]
    public void A_hard_sigmoid_is_the_one_of_the_version_that_wrote_the_file(string name, float slope, float middle)
    {
        var gate = Assert.IsType<LstmCell>(Import(name).Layers.OfType<RecurrentLayer>().First().Cell).ForgetGate!;
        if (gate.Kind == FunctionKind.HardSigmoid)
            Assert.Equal((slope, middle), (gate.Alpha, gate.Beta));
        else
            Assert.Equal("keras2-list", name); // which has none: the functions are read, not guessed
    }

    [Fact]
    public void Unrolled_steps_are_the_same_steps()
    {
        const string Golden = "keras3-sequential", Rolled = "\"unroll\": false";
        byte[] unrolled = EditedKeras.Archive(Golden, text =>
        {
            Assert.Contains(Rolled, text);
            return text.Replace(Rolled, "\"unroll\": true", StringComparison.Ordinal);
        });
        FamilyTests.Check(KerasImporter.Inspect(unrolled, "m.keras").Network!, KerasGoldens.Read(Golden));
    }

    [Fact]
    public void Scalings_at_the_input_become_the_channels_own()
    {
        var network = Import("normalization-given");
        Assert.Equal([1, 2, -1], network.Inputs.Select(channel => channel.Mean));
        Assert.Equal([2, 0.5f, 1], network.Inputs.Select(channel => channel.Scale));
        Assert.Equal([(5f, 3f), (6f, 2f)], network.Outputs.Select(channel => (channel.Mean, channel.Scale)));
        Assert.DoesNotContain(network.Layers, layer => layer is AffineLayer);
    }

    [Fact]
    public void Names_windows_and_notes_come_out_of_the_architecture()
    {
        var named = Import("keras3-named");
        Assert.Equal(("pump", 6), (named.Name, named.Window));
        Assert.Equal(["first", "second", "out"], named.Layers.Select(layer => layer.Name));
        Assert.Equal(["input_1_0", "input_1_1", "input_1_2"], named.Inputs.Select(channel => channel.Name));
        Assert.Equal(["out_0", "out_1"], named.Outputs.Select(channel => channel.Name));

        Assert.Equal("keras3-sequential", Import("keras3-sequential").Name);
        Assert.Null(Import("every-step").Window);
        Assert.True(Import("every-step").EveryStep);
        Assert.Equal(["class_0", "class_1", "class_2", "life"], Import("keras2-functional").Outputs.Select(channel => channel.Name));
        Assert.Contains(Import("keras3-mixed-float16").Notes, note => note.Contains("mixed_float16"));
        Assert.Contains(Import("pair").Notes, note => note.Contains("'pair.json'"));
    }

    [Fact]
    public void A_stateful_model_of_one_sample_is_a_stream()
    {
        var network = Import("stateful");
        Assert.True(network is { TakesPieces: true, EveryStep: true, Window: null, CanStream: true });
        Assert.Equal(EdgeLstm.Generator.Model.TrainedOn.Stream, network.Rules.TrainedOn);
        Assert.Contains(network.Notes, note => note.Contains("stateful"));
    }

    [Theory]
    [InlineData("pair")]
    [InlineData("pair3")]
    public void Either_half_of_a_pair_finds_the_other(string name)
    {
        string json = Path.Combine(KerasGoldens.Folder, $"{name}.json");
        var (weights, architecture) = (Import(name), ModelLoader.Import(json));
        Assert.Equal(weights.Layers.Count, architecture.Layers.Count);
        Assert.Equal(((RecurrentLayer)weights.Layers[0]).W, ((RecurrentLayer)architecture.Layers[0]).W);
        Assert.Contains(architecture.Notes, note => note.Contains($"'{name}.weights.h5'"));
    }

    [Fact]
    public void The_only_two_halves_in_a_folder_find_each_other_under_any_names()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(KerasGoldens.Folder, "pair.weights.h5"), folder["epoch-17.h5"]);
        File.Copy(Path.Combine(KerasGoldens.Folder, "pair.json"), folder["net.json"]);
        folder.Write("other.json", "{\"x\":1}");
        Assert.Equal(3, ModelLoader.Import(folder["epoch-17.h5"]).Layers.Count);
        Assert.Equal(3, ModelLoader.Import(folder["net.json"]).Layers.Count);
    }

    [Fact]
    public void A_model_opens_under_any_name()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["keras2-list", "keras3-named", "keras3-sequential"])
        {
            File.Copy(KerasGoldens.ModelPath(name), folder["m.onnx"], overwrite: true);
            Assert.Equal(Import(name).Layers.Count, ModelLoader.Import(folder["m.onnx"]).Layers.Count);
        }
    }

    static Network Import(string name) => KerasImporter.Import(KerasGoldens.ModelPath(name));
}
