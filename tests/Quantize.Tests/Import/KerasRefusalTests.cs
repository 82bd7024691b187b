using System.Text.Json.Nodes;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Import.Keras;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>What of Keras's files is refused: by the layer's name and class, with what to do.</summary>
public class KerasRefusalTests
{
    const string Golden = "keras3-sequential"; // input, LSTM, Dropout, LSTM, Dense, Dense

    static string Hostile(string name) => Path.Combine(TestFiles.Repository, "tests", "Golden", "keras-hostile", $"{name}.h5");

    [Theory]
    [InlineData("Lambda", "code")]
    [InlineData("TFOpLambda", "of TensorFlow's operations these are read: getitem, reduce_sum")]
    [InlineData("SlicingOpLambda", "these are read")]
    [InlineData("PumpLayer", "docs/import.md")]
    [InlineData("Embedding", "features themselves")]
    [InlineData("Attention", "pool the steps")]
    [InlineData("MultiHeadAttention", "pool the steps")]
    [InlineData("AdditiveAttention", "pool the steps")]
    [InlineData("Conv2D", "Conv1D")]
    [InlineData("ConvLSTM2D", "Conv1D")]
    [InlineData("GroupNormalization", "docs/import.md")]
    public void Layers_that_are_not_read_are_named(string className, string remedy)
    {
        var refusal = EditedKeras.Refused(Golden, ErrorCatalogue.UnsupportedOperator, model => model.Entry(2)["class_name"] = className);
        Assert.Equal($"dropout ({className})", refusal.Node);
        Assert.Contains(remedy, refusal.Remedy);
    }

    [Fact]
    public void All_of_them_are_told_at_once()
    {
        var (_, refusals) = EditedKeras.Inspect(Golden, model =>
        {
            model.Entry(2)["class_name"] = "Lambda";
            model.Entry(3)["class_name"] = "Attention";
        });
        Assert.Equal(["dropout (Lambda)", "lstm_1 (Attention)"], refusals.Select(refusal => refusal.Node));
    }

    [Fact]
    public void A_class_of_ones_own_is_none_of_Keras_though_it_has_its_name()
    {
        Assert.Contains("Pumps>LSTM", EditedKeras.Refused(Golden, ErrorCatalogue.UnsupportedOperator, model =>
            model.Entry(1)["registered_name"] = "Pumps>LSTM").Found);
        Assert.Contains("pumps.layers", EditedKeras.Refused(Golden, ErrorCatalogue.UnsupportedOperator, model =>
            model.Entry(1)["module"] = "pumps.layers").Found);
        Assert.Contains("PumpModel", EditedKeras.Refused(Golden, ErrorCatalogue.UnsupportedStructure, model =>
            model["class_name"] = "PumpModel").Found);
    }

    [Theory]
    [InlineData(1, "activation", "\"mish\"", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData(1, "activation", "\"selu\"", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData(1, "recurrent_activation", "\"softmax\"", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData(1, "activation", "{\"class_name\":\"function\",\"config\":\"my_function\",\"registered_name\":\"my_function\"}",
        ErrorCatalogue.UnsupportedAttribute)]
    [InlineData(1, "units", "5", ErrorCatalogue.BadShape)]
    [InlineData(1, "units", "0", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData(1, "units", "1e99", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData(1, "units", "null", ErrorCatalogue.NotKeras)]
    [InlineData(1, "use_bias", "false", ErrorCatalogue.BadShape)]
    [InlineData(1, "use_bias", "\"yes\"", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData(1, "return_sequences", "false", ErrorCatalogue.UnsupportedStructure)]
    [InlineData(1, "time_major", "true", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData(1, "stateful", "true", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData(1, "dtype", "{\"class_name\":\"QuantizedDTypePolicy\",\"config\":{\"name\":\"int8_from_float32\"}}",
        ErrorCatalogue.UnsupportedType)]
    [InlineData(3, "return_sequences", "7", ErrorCatalogue.UnsupportedAttribute)]
    [InlineData(0, "batch_shape", "[null,6]", ErrorCatalogue.UnsupportedStructure)]
    [InlineData(0, "batch_shape", "[null,6,null]", ErrorCatalogue.BadShape)]
    [InlineData(0, "batch_shape", "[null,6,4]", ErrorCatalogue.BadShape)]
    [InlineData(0, "batch_shape", "[null,6,3,1]", ErrorCatalogue.BadShape)]
    public void Settings_that_mean_something_else_are_refused(int layer, string key, string value, string id)
    {
        var refusal = EditedKeras.Refused(Golden, id, model => model.Layer(layer)[key] = JsonNode.Parse(value));
        Assert.NotEmpty(refusal.Expected);
    }

    [Fact]
    public void A_mask_is_refused_where_a_layer_reads_it_and_is_told_how_to_do_without()
    {
        var refusal = EditedKeras.Refused(Golden, ErrorCatalogue.UnsupportedStructure, model =>
            model.Layers().Insert(1, JsonNode.Parse("{\"class_name\":\"Masking\",\"config\":{\"name\":\"masking\",\"mask_value\":-1.0}}")));
        Assert.Equal("lstm (LSTM)", refusal.Node);
        Assert.Contains("'masking'", refusal.Found);
        Assert.Contains("set_weights", refusal.Remedy);
    }

    [Fact]
    public void Dropout_that_goes_on_after_training_and_states_that_are_computed_are_refused()
    {
        var training = EditedKeras.Refused("keras3-functional", ErrorCatalogue.UnsupportedStructure, model =>
            model.Entry(2)["inbound_nodes"]![0]!["kwargs"] = JsonNode.Parse("{\"training\":true,\"mask\":null}"));
        Assert.Contains("training = true", training.Found);
        var state = EditedKeras.Refused("keras3-functional", ErrorCatalogue.UnsupportedStructure, model =>
            model.Entry(4)["inbound_nodes"]![0]!["kwargs"] = JsonNode.Parse("{\"initial_state\":[{\"class_name\":\"__keras_tensor__\"}]}"));
        Assert.Contains("initial_state", state.Found);
    }

    [Theory]
    [InlineData("batch-norm-axis", "axis")]
    [InlineData("rms", "rms_scaling")]
    public void Normalisations_over_other_axes_are_refused(string what, string says)
    {
        var refusal = EditedKeras.Refused(Golden, ErrorCatalogue.UnsupportedAttribute, model =>
        {
            model.Entry(2)["class_name"] = what == "rms" ? "LayerNormalization" : "BatchNormalization";
            model.Layer(2)[what == "rms" ? "rms_scaling" : "axis"] = JsonNode.Parse(what == "rms" ? "true" : "[1]");
        });
        Assert.Contains(says, refusal.Found);
    }

    [Fact]
    public void What_Flatten_puts_side_by_side_has_to_meet_a_dense_layer()
    {
        var refusal = EditedKeras.Refused("flatten", ErrorCatalogue.UnsupportedStructure, model =>
            model.Entry(5)["class_name"] = "RepeatVector");
        Assert.Contains("Flatten", refusal.Found);
    }

    [Fact]
    public void Steps_that_go_backwards_are_no_output()
    {
        var refusal = EditedKeras.Refused(Golden, ErrorCatalogue.UnsupportedStructure, model =>
        {
            model.Layer(1)["go_backwards"] = true;
            while (model.Layers().Count > 2)
                model.Layers().RemoveAt(2);
        });
        Assert.Contains("go_backwards", refusal.Found);
    }

    [Fact]
    public void A_hard_sigmoid_of_an_unknown_version_is_refused()
    {
        byte[] archive = EditedKeras.Archive("keras3-hard-sigmoid", text => text, without: KerasSignature.Metadata);
        var refusal = Assert.Single(KerasImporter.Inspect(archive, "m.keras").Refusals);
        Assert.Contains("hard_sigmoid", refusal.Found);
        Assert.NotNull(KerasImporter.Inspect(EditedKeras.Archive(Golden, text => text, without: KerasSignature.Metadata),
            "m.keras").Network);
    }

    [Theory]
    [InlineData(KerasSignature.Weights)]
    [InlineData(KerasSignature.Config)]
    public void An_archive_without_one_of_its_parts_is_refused(string part)
    {
        var refusal = Assert.Single(KerasImporter.Inspect(EditedKeras.Archive(Golden, text => text, without: part), "m.keras").Refusals);
        Assert.Equal(ErrorCatalogue.NotKeras, refusal.Id);
        Assert.Contains(part, refusal.Found);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"class_name\":\"Sequential\"}")]
    [InlineData("{\"class_name\":\"Sequential\",\"config\":[]}")]
    [InlineData("{\"class_name\":\"Sequential\",\"config\":{\"layers\":[7]}}")]
    [InlineData("{\"class_name\":\"Functional\",\"config\":{\"layers\":[{\"class_name\":\"InputLayer\",\"name\":\"a\"}]}}")]
    [InlineData("{\"class_name\":\"Functional\",\"config\":{\"layers\":[{\"class_name\":\"LSTM\",\"name\":\"a\","
        + "\"inbound_nodes\":[[[\"a\",0,0]]]}],\"input_layers\":[\"a\",0,0],\"output_layers\":[\"a\",0,0]}}")]
    public void An_architecture_that_is_none_is_refused(string json)
    {
        var refusal = Assert.Single(KerasImporter.Inspect(EditedKeras.Archive(Golden, _ => json), "m.keras").Refusals);
        Assert.Contains(refusal.Id, new[] { ErrorCatalogue.NotKeras, ErrorCatalogue.UnsupportedStructure, ErrorCatalogue.BadShape });
    }

    [Theory]
    [InlineData("external-link", ErrorCatalogue.NotKeras, "a link to another file")]
    [InlineData("external-group", ErrorCatalogue.NotKeras, "a link to another file")]
    [InlineData("external-data", ErrorCatalogue.NotKeras, "weights that are kept in another file")]
    [InlineData("virtual", ErrorCatalogue.NotKeras, "put together of other arrays")]
    [InlineData("root-link", ErrorCatalogue.NotKeras, "leads back")]
    [InlineData("soft-link", ErrorCatalogue.MissingValue, "kernel:0")]
    [InlineData("big-endian", ErrorCatalogue.NotKeras, "kernel:0")]
    [InlineData("integers", ErrorCatalogue.UnsupportedType, "FixedPoint of 4 bytes")]
    [InlineData("lzf", ErrorCatalogue.NotKeras, "kernel:0")]
    [InlineData("missing", ErrorCatalogue.MissingValue, "bias:0")]
    [InlineData("nan", ErrorCatalogue.NotFinite, "bias:0")]
    [InlineData("huge", ErrorCatalogue.BadShape, "1048576, 1024")]
    [InlineData("no-json", ErrorCatalogue.NotKeras, "no JSON")]
    [InlineData("subclassed", ErrorCatalogue.UnsupportedStructure, "PumpModel")]
    [InlineData("table", ErrorCatalogue.NotKeras, "without a Keras model")]
    public void Files_that_are_damaged_or_lead_elsewhere_are_refused(string name, string id, string says)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Single(KerasImporter.Inspect(Hostile(name)).Refusals);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        Assert.Equal(id, refusal.Id);
        Assert.StartsWith($"{name}.h5", refusal.File, StringComparison.Ordinal);
        Assert.Contains(says, refusal.Message);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void Compressed_weights_are_read() => Assert.Equal(2, KerasImporter.Import(Hostile("gzip")).Layers.Count);

    [Fact]
    public void Weights_alone_say_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(KerasGoldens.Folder, "pair.weights.h5"), folder["w.h5"]);
        var refusal = Assert.Throws<ModelException>(() => ModelLoader.Import(folder["w.h5"]));
        Assert.Equal((ErrorCatalogue.NotKeras, "weights alone, without the architecture"), (refusal.Id, refusal.Found));
        Assert.Contains("to_json", refusal.Remedy);

        File.Copy(Path.Combine(KerasGoldens.Folder, "pair.json"), folder["one.json"]);
        File.Copy(Path.Combine(KerasGoldens.Folder, "pair.json"), folder["two.json"]);
        Assert.Contains("one.json, two.json", Assert.Throws<ModelException>(() => ModelLoader.Import(folder["w.h5"])).Found);

        File.Delete(folder["w.h5"]);
        Assert.Equal("an architecture without weights", Assert.Throws<ModelException>(() => ModelLoader.Import(folder["one.json"])).Found);
    }

    [Fact]
    public void Files_cut_short_are_still_Keras_and_refused_in_its_words()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["keras2-list", Golden])
        {
            byte[] bytes = File.ReadAllBytes(KerasGoldens.ModelPath(name));
            foreach (int length in new[] { 64, 1000, bytes.Length / 2, bytes.Length - 30 })
            {
                File.WriteAllBytes(folder["m"], bytes[..length]);
                var refusal = Assert.Throws<ModelException>(() => ModelLoader.Open(folder["m"]));
                Assert.Contains(refusal.Id, new[] { ErrorCatalogue.NotKeras, ErrorCatalogue.MissingValue, ErrorCatalogue.BadShape });
            }
        }
    }
}
