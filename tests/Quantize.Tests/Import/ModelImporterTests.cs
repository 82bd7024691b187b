using System.Text;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Quantize.Import.Keras;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Import.PyTorch;
using EdgeLstm.Quantize.Import.RtNeural;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>Files are told by what is in them, and by nothing else.</summary>
public sealed class ModelImporterTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static string Artifact => Path.Combine(TestFiles.Repository, "examples", "raspberrypi", "models", "pump.elstm");

    static string Json(string name) => Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "import", $"{name}.json");

    [Fact]
    public void Every_golden_model_is_recognised_by_its_own_importer_and_by_no_other()
    {
        string golden = Path.Combine(TestFiles.Repository, "tests", "Golden");
        string[] onnx = Directory.GetFiles(golden, "*.onnx", SearchOption.AllDirectories);
        string[] torch = [.. Directory.GetFiles(Path.Combine(golden, "pytorch"), "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".json", StringComparison.Ordinal))];
        string[] json = Directory.GetFiles(Path.GetDirectoryName(Json(""))!, "*.json");
        Assert.True(onnx.Length > 100 && json.Length > 5, $"{onnx.Length} and {json.Length} models");
        Assert.All(onnx, path => Assert.Equal([typeof(OnnxImporter)], Recognising(path)));
        Assert.All(json, path => Assert.Equal([typeof(RtNeuralImporter)], Recognising(path)));
        string[] keras =
        [
            .. Directory.GetFiles(golden, "*.h5", SearchOption.AllDirectories),
            .. Directory.GetFiles(golden, "*.keras", SearchOption.AllDirectories),
            .. Directory.GetFiles(KerasGoldens.Folder, "*.json"),
        ];
        Assert.True(keras.Length > 70, $"{keras.Length} models");
        Assert.All(keras, path => Assert.Equal([typeof(KerasImporter)], Recognising(path)));
        Assert.All(torch, path => Assert.Equal([typeof(PyTorchImporter)], Recognising(path)));
        Assert.True(torch.Length > 50, $"{torch.Length} files of PyTorch");
        Assert.Empty(Recognising(Artifact));
    }

    [SharedFact]
    public void So_are_the_models_of_others()
    {
        string[] json = Directory.GetFiles(TestFiles.Shared("rtneural", "models"), "*.json");
        Assert.NotEmpty(json);
        Assert.All(json, path => Assert.Equal([typeof(RtNeuralImporter)], Recognising(path)));
        string[] onnx = Directory.GetFiles(TestFiles.Shared(), "*.onnx", SearchOption.AllDirectories);
        Assert.NotEmpty(onnx);
        Assert.All(onnx, path => Assert.Equal([typeof(OnnxImporter)], Recognising(path)));
    }

    [Theory]
    [InlineData("model")]
    [InlineData("model.bin")]
    [InlineData("model.onnx")]
    [InlineData("model.json")]
    [InlineData("model.elstm")]
    public void A_model_opens_under_any_name(string name)
    {
        string path = _folder[name];
        File.Copy(GoldenModels.ModelPath("opset13-last"), path);
        Assert.Equal(OnnxImporter.Import(path).Layers.Count, ModelLoader.Import(path).Layers.Count);
        Assert.False(ModelLoader.IsArtifact(path));

        File.Copy(Json("sd_RNN"), path, overwrite: true);
        Assert.Equal("rnn_l0", ModelLoader.Inspect(path).Network!.Layers[0].Name);
        Assert.False(ModelLoader.IsArtifact(path));

        File.Copy(Artifact, path, overwrite: true);
        Assert.Equal(ModelLoader.Artifact(Artifact).Sha256, ModelLoader.Artifact(path).Sha256);
        Assert.True(ModelLoader.IsArtifact(path));
        Assert.IsType<ArtifactPredictor>(ModelLoader.Open(path));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void A_byte_order_mark_does_no_harm(string encoding)
    {
        File.WriteAllText(_folder["m"], File.ReadAllText(Artifact), Encoding.GetEncoding(encoding));
        Assert.True(ModelLoader.IsArtifact(_folder["m"]));
        Assert.Equal(ModelLoader.Artifact(Artifact).Sha256, ModelLoader.Artifact(_folder["m"]).Sha256);
        File.WriteAllText(_folder["j"], File.ReadAllText(Json("sd_RNN")), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal("rnn_l0", ModelLoader.Import(_folder["j"]).Layers[0].Name);
    }

    [Fact]
    public void A_graph_far_behind_the_first_KB_and_fields_in_another_order_are_ONNX()
    {
        byte[] bytes = File.ReadAllBytes(GoldenModels.ModelPath("opset13-last"));
        Assert.Equal(8, bytes[0]); // ir_version, in two bytes
        byte[] note = [0x32, 0x80, 0x80, 0x10, .. new byte[1 << 18]]; // doc_string of 256 KB
        Write([.. bytes[..2], .. note, .. bytes[2..]]);
        Assert.Equal([typeof(OnnxImporter)], Recognising(_folder["m"]));
        Write([.. bytes[2..], .. bytes[..2]]);
        Assert.Equal([typeof(OnnxImporter)], Recognising(_folder["m"]));
        Assert.NotNull(ModelLoader.Import(_folder["m"]));
    }

    [Fact]
    public void What_stands_in_front_of_the_layers_may_be_of_any_name_and_no_number()
    {
        const string Layers = "\"layers\":[{\"type\":\"dense\",\"activation\":\"tanh\",\"shape\":[null,1],\"weights\":[[[1]]]}]";
        _folder.Write("m", $"\n{{\"author\":{{\"layers\":1}},\"loss\":NaN,\"samples\":[[0,1]],{Layers}}}");
        Assert.Contains("'author'", Assert.Single(ModelLoader.Import(_folder["m"]).Notes));
    }

    [Fact]
    public void A_file_cut_short_is_still_of_its_format_and_refused_in_its_words()
    {
        Cut(GoldenModels.ModelPath("opset13-last"), ErrorCatalogue.NotOnnx);
        Cut(Json("sd_RNN"), ErrorCatalogue.NotRtNeural);
        Cut(Artifact, ErrorCatalogue.ArtifactHash);

        void Cut(string path, string id)
        {
            byte[] bytes = File.ReadAllBytes(path);
            foreach (int length in new[] { bytes.Length / 2, bytes.Length - 2 })
            {
                Write(bytes[..length]);
                Assert.Equal(id, Assert.Throws<ModelException>(() => ModelLoader.Open(_folder["m"])).Id);
            }

            Write(bytes[..3]);
            Assert.Equal(ErrorCatalogue.UnknownModelKind, Assert.Throws<ModelException>(() => ModelLoader.Open(_folder["m"])).Id);
        }
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData(" \n", "blank text")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "a Git LFS pointer in the model's place")]
    [InlineData("<!DOCTYPE html>\n<html lang=\"en\">", "a web page (HTML)")]
    [InlineData("a,b,c\n1,2,3\n", "a table of 3 columns: a, b, c (.csv)", "edgelstm train csv m --target COLUMN")]
    [InlineData("zeit;druck\n0;1,5\n", "a table of 2 columns: zeit, druck (.csv)")]
    [InlineData("1\t2\n3\t4\n", "a table of 2 columns (.csv)", "needs titles")]
    [InlineData("import torch\nx = 1\n", "a Python program")]
    [InlineData("<?xml version=\"1.0\"?>\n<net name=\"pump\" version=\"11\">", "an OpenVINO model (.xml)", "as ONNX, Keras or PyTorch")]
    [InlineData("model_checkpoint_path: \"model.ckpt-1\"\n", "a TensorFlow checkpoint", "model.save(\"m.keras\")")]
    [InlineData("7767517\n2 2\n", "an ncnn model")]
    [InlineData("{\"format\": \"layers-model\", \"modelTopology\": {}}", "a TensorFlow.js model", "tensorflowjs_converter")]
    [InlineData("{\"architectures\": [\"A\"], \"model_type\": \"bert\"}", "a model's settings (Hugging Face's config.json)")]
    [InlineData("{\"learner\": {}}", "an XGBoost model")]
    [InlineData("GGUF\u0003", "the weights of a language model (GGUF)")]
    [InlineData("PAR1xx", "a table (.parquet)", "pandas.read_parquet(\"m\").to_csv(\"m.csv\"")]
    [InlineData("MATLAB 5.0 MAT-file", "a MATLAB file", "exportONNXNetwork(net, \"m.onnx\")")]
    [InlineData("\u0008\u0001\u0012 serve serving_default", "a TensorFlow SavedModel's graph", "tf2onnx.convert --saved-model")]
    [InlineData("\u0008\u0004\u0012 com.github.apple.coremltools", "a Core ML model")]
    [InlineData("\u000A\u0014\u000A\u0003x_0\u0012\u000BPlaceholder MatMul", "a TensorFlow graph (.pb) with input 'x_0'",
        "--graphdef m --inputs x_0:0")]
    [InlineData("edgelstm", "text that begins with 'edgelstm'")]
    [InlineData("{}", "JSON")]
    [InlineData("[[1, 2]]", "JSON")]
    [InlineData("{\"model_data\":{},\"state_dict\":{\"rec.weight_ih_l0\":[[1]]}}", "JSON whose first entry is 'model_data'")]
    [InlineData("{\"class_name\":\"Sequential\",\"layers\":7}", "JSON whose first entry is 'class_name'")]
    [InlineData("{\"layers\":7}", "JSON whose first entry is 'layers'")]
    [InlineData("{broken", "text that begins with '{broken'")]
    [InlineData("[section]\nkey=1", "text that begins with '[section]'")]
    [InlineData("PK\u0003\u0004", "a zip archive")]
    [InlineData("\u0008\u0008\u0012\u0007pytorch", "bytes that begin with 080812077079746F")]
    public void Other_texts_are_refused_with_a_word_on_what_they_are(string text, string found, string remedy = "") =>
        Refused(Encoding.UTF8.GetBytes(text), found, remedy);

    [Fact]
    public void Files_of_other_programs_are_named()
    {
        Refused([0x1C, 0, 0, 0, .. "TFL3"u8, .. new byte[100]], "a TensorFlow Lite model (.tflite)",
            "tf2onnx.convert --tflite m --output m.onnx");
        Refused([0x1C, 0, 0, 0, .. "ORTM"u8], "a model in ONNX Runtime's own format (.ort)");
        Refused([0x93, .. "NUMPY"u8, 1, 0], "a NumPy array (.npy)");
        Refused([0x93, .. "NUMPY"u8, 1, 0, 70, 0, .. "{'descr': '<f4', 'fortran_order': False, 'shape': (8, 30, 3), }"u8],
            "a NumPy array of shape [8,30,3] (.npy)", "--calibrate m");
        Refused([0x93, .. "NUMPY"u8, 1, 0, 70, 0, .. "{'descr': '|O', 'fortran_order': False, 'shape': (8,), }"u8],
            "a NumPy array of Python objects (.npy), which is code", "allow_pickle");
        Refused([0x80, 3, .. "csklearn.preprocessing._data\nStandardScaler\nq"u8],
            "a Python pickle of sklearn.preprocessing._data.StandardScaler",
            "kind,name,unit,mean,scale");
        Refused([0x80, 4, 0x95, 40, 0, 0, 0, 0, 0, 0, 0, 0x8C, 7, .. "xgboost"u8, 0x94, 0x8C, 7, .. "Booster"u8, 0x94, 0x93],
            "a Python pickle of xgboost.Booster", "another runtime");
        Refused([0x80, 3, .. "ckeras.src.models.sequential\nSequential\nq"u8], "a Python pickle of keras.src", "model.save(\"m.keras\")");
        Refused([.. new byte[257], .. "ustar"u8], "a tar archive", "tar -xf m");
        Refused([0x1F, 0x8B, 8, 0], "a gzip archive");
        Refused([0x80, 2, 0x8A, 10], "a Python pickle that torch.save did not write");
        Refused(Zip("x.npy"), "NumPy arrays (.npz): x", "numpy.load(\"m\")[\"x\"]");
        Refused(Zip("readme.txt"), "a zip archive of readme.txt");
        Refused(Zip("a/pump.onnx"), "a zip archive with 'a/pump.onnx' in it", "unzip m");
        Refused(Zip("m/saved_model.pb"), "a zip archive of a TensorFlow SavedModel", "--saved-model m");
        Refused(Zip("xl/workbook.xml"), "a workbook (.xlsx)");

        static byte[] Zip(string first) =>
            [.. "PK\u0003\u0004"u8, .. new byte[22], (byte)first.Length, 0, 0, 0, .. Encoding.UTF8.GetBytes(first), 1, 2, 3];
    }

    [Theory]
    [InlineData("a TensorFlow SavedModel", "--saved-model pump --output pump.onnx", "saved_model.pb")]
    [InlineData("a TensorFlow SavedModel", "load_model(\"pump\").save(\"pump.keras\")", "saved_model.pb", "keras_metadata.pb")]
    [InlineData("a .keras archive that was unpacked", "pump/config.json", "config.json", "model.weights.h5")]
    [InlineData("a model of Hugging Face", "model.safetensors", "config.json", "model.safetensors")]
    [InlineData("a folder", "give the model in it, as 'pump.onnx'", "pump.onnx")]
    [InlineData("a folder", "give the model's file")]
    public void Folders_are_told_by_what_is_in_them(string found, string remedy, params string[] files)
    {
        Directory.CreateDirectory(_folder["pump"]);
        foreach (string file in files)
            File.WriteAllText(Path.Combine(_folder["pump"], file), "");
        var refusal = Assert.Throws<ModelException>(() => ModelLoader.Open(_folder["pump"]));
        Assert.Equal(ErrorCatalogue.UnknownModelKind, refusal.Id);
        Assert.StartsWith(found, refusal.Found);
        Assert.Contains(remedy, refusal.Remedy);
    }

    [Theory]
    [InlineData("pump.parquet", "read_parquet(\"pump.parquet\").to_csv(\"pump.csv\"")]
    [InlineData("-x;rm.parquet", "read_parquet(\"FILE\").to_csv(\"FILE.csv\"")] // no name of a file becomes a part of a command
    public void The_command_names_the_file_where_the_name_is_one_word(string name, string command)
    {
        File.WriteAllText(_folder[name], "PAR1");
        Assert.Contains(command, Assert.Throws<ModelException>(() => ModelLoader.Open(_folder[name])).Remedy);
    }

    [SharedFact]
    public void So_are_those_that_others_made()
    {
        string[][] files =
        [
            ["tflite-mnist-lstm", "trained_lstm.tflite", "a TensorFlow Lite model"],
        ];
        foreach (string[] file in files)
        {
            var refusal = Assert.Throws<ModelException>(() => ModelLoader.Open(TestFiles.Shared(file[..^1])));
            Assert.StartsWith(file[^1], refusal.Found);
        }
    }

    [Fact]
    public void Other_protobuf_messages_are_no_ONNX()
    {
        byte[][] messages =
        [
            [0x08, 1, 0x12, 4, 0x0A, 2, 0x08, 1], // a version and one message
            [0x0A, 4, 0x0A, 2, 0x08, 1, 0x3A, 4, 0x0A, 2, 0x08, 1], // field 1 is no number
            [0x08, 0, 0x3A, 4, 0x0A, 2, 0x08, 1], // version 0
            [0x08, 0xE9, 7, 0x3A, 4, 0x0A, 2, 0x08, 1], // version 1001
            [0x08, 8, 0x38, 1], // a graph that is a number
            [0x08, 8, 0x3A, 4, 0x08, 1, 0x10, 1], // one that begins with a number
            [0x08, 8, 0x3A, 4, 0x1A, 2, 0x08, 1], // with a field that graphs do not have
            [0x08, 8, 0x3A, 4, 0x0A, 4, 0x08, 1], // with one that is longer than it
            [0x08, 8, 0x3A, 0], // with none
            [0x08, 8, 0x3A], // cut in its head
            [0x08, 8, 0x12, .. Enumerable.Repeat((byte)0xFF, 9), 1, 0x3A, 4, 0x0A, 2, 0x08, 1], // a length of 2⁶⁴ − 1
            [0x08, 8, 0x13, 0x14, 0x3A, 4, 0x0A, 2, 0x08, 1], // groups, which ONNX does not have
            [.. Enumerable.Repeat((byte)0xFF, 40)],
            [.. Enumerable.Repeat((byte)0x10, 4000)],
        ];
        Assert.All(messages, message => Assert.Equal(ErrorCatalogue.UnknownModelKind, Refusal(message).Id));
        Write([0x08, 8, 0x3A, 4, 0x0A, 2, 0x08, 1]); // what they differ from
        Assert.Equal([typeof(OnnxImporter)], Recognising(_folder["m"]));
    }

    [Fact]
    public void Random_bytes_are_nobodys_and_damaged_beginnings_are_somebodys_or_refused()
    {
        int seed = Environment.GetEnvironmentVariable("EDGELSTM_FUZZ_SEED") is { Length: > 0 } given ? int.Parse(given) : 20260102;
        string[] paths = [GoldenModels.ModelPath("opset13-last"), Json("sd_RNN"), Artifact];
        byte[][] models = [.. paths.Select(File.ReadAllBytes)];
        int recognised = 0;
        for (int k = 0; k < 1000; k++)
        {
            var random = new Random(seed + k);
            byte[] noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            Assert.True(Refusal(noise).Id == ErrorCatalogue.UnknownModelKind, $"EDGELSTM_FUZZ_SEED={seed + k}");

            byte[] damaged = [.. models[k % models.Length]];
            for (int times = random.Next(1, 4); times > 0; times--)
                damaged[random.Next(64)] = (byte)random.Next(256);
            Write(damaged[..random.Next(64, damaged.Length)]);
            try
            {
                ModelLoader.IsArtifact(_folder["m"]);
                recognised++;
            }
            catch (ModelException e)
            {
                Assert.True(e.Id == ErrorCatalogue.UnknownModelKind, $"EDGELSTM_FUZZ_SEED={seed + k}: {e.Message}");
            }
        }

        Assert.InRange(recognised, 100, 999);
    }

    [Fact]
    public void Little_is_read_of_a_large_file()
    {
        Write([]);
        using (var file = File.OpenWrite(_folder["m"]))
            file.SetLength(8L << 30);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ErrorCatalogue.UnknownModelKind, Assert.Throws<ModelException>(() => ModelLoader.Open(_folder["m"])).Id);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_model_in_an_artifacts_place_and_the_other_way_round_are_named()
    {
        var trained = Assert.Throws<ModelException>(() => ModelLoader.Import(Artifact));
        Assert.Equal(ErrorCatalogue.UnknownModelKind, trained.Id);
        Assert.Equal(("EdgeLstm's artifact (.elstm)", ModelImporters.Formats), (trained.Found, trained.Expected));
        var artifact = Assert.Throws<ModelException>(() => ModelLoader.Artifact(Json("sd_RNN")));
        Assert.Equal(ErrorCatalogue.UnknownModelKind, artifact.Id);
        Assert.Equal(("RTNeural's JSON", "EdgeLstm's artifact (.elstm)"), (artifact.Found, artifact.Expected));
    }

    [Fact]
    public void An_importer_is_named_in_its_folder_and_in_the_list_and_nowhere_else()
    {
        string source = Path.Combine(TestFiles.Repository, "src");
        var files = Directory.GetFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(source, path).Replace('\\', '/'), Text: File.ReadAllText(path))).ToList();
        foreach (var type in ModelImporters.All.Select(importer => importer.GetType()))
        {
            string own = $"Quantize/Import/{type.Namespace!.Split('.')[^1]}/";
            Assert.Contains(files, file => file.Name == $"{own}{type.Name}.cs");
            var others = files.Where(file => !file.Name.StartsWith(own, StringComparison.Ordinal) && file.Text.Contains(type.Name));
            Assert.Equal(["Quantize/Import/ModelImporters.cs"], others.Select(file => file.Name));
        }
    }

    static IEnumerable<Type> Recognising(string path)
    {
        using var file = ModelFile.Open(path);
        return [.. ModelImporters.All.Where(importer => importer.Recognises(file)).Select(importer => importer.GetType())];
    }

    void Write(byte[] bytes) => File.WriteAllBytes(_folder["m"], bytes);

    ModelException Refusal(byte[] bytes)
    {
        Write(bytes);
        return Assert.Throws<ModelException>(() => ModelLoader.Open(_folder["m"]));
    }

    void Refused(byte[] bytes, string found, string remedy = "")
    {
        var refusal = Refusal(bytes);
        Assert.Equal(ErrorCatalogue.UnknownModelKind, refusal.Id);
        Assert.StartsWith(found, refusal.Found);
        Assert.Contains(remedy, refusal.Remedy);
        Assert.StartsWith("ONNX, ", refusal.Expected);
        Assert.Equal(ModelLoader.Formats, refusal.Expected);
        Assert.NotEmpty(refusal.Remedy);
        Assert.EndsWith("m", refusal.File);
    }
}
