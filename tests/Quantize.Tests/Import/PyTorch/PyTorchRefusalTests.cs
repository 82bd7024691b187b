using System.IO.Compression;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Import.PyTorch.Pickles;
using EdgeLstm.Quantize.Tests.Data;
using static EdgeLstm.Quantize.Tests.Import.PyTorch.TorchBytes;

namespace EdgeLstm.Quantize.Tests.Import.PyTorch;

/// <summary>Nothing in a file is run, and what is not read is refused with its name.</summary>
public sealed class PyTorchRefusalTests : IDisposable
{
    /// <summary>An RNN of one unit: 1·1 weights, twice.</summary>
    static readonly byte[] Good = Pickle(Dict(("r.weight_ih_l0", Tensor("0", 1, 0, [1, 1], [1, 1])),
        ("r.weight_hh_l0", Tensor("1", 1, 0, [1, 1], [1, 1]))));

    static readonly byte[] One = BitConverter.GetBytes(1f);

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    ModelException Refused(byte[] file, string id, string says)
    {
        File.WriteAllBytes(_folder["m.pt"], file);
        var (network, refusals) = ModelLoader.Inspect(_folder["m.pt"]);
        Assert.Null(network);
        var refusal = Assert.Single(refusals);
        Assert.Equal(id, refusal.Id);
        Assert.Contains(says, refusal.Message);
        Assert.StartsWith("m.pt", refusal.File, StringComparison.Ordinal);
        return refusal;
    }

    ModelException RefusedPickle(byte[] pickle, string id, string says) => Refused(Archive(pickle, ("0", One), ("1", One)), id, says);

    [Fact]
    public void A_small_file_is_read_from_an_archive_and_in_the_older_format()
    {
        foreach (byte[] file in (byte[][])[Archive(Good, ("0", One), ("1", One)), Legacy(Good, true, ("0", 1, One), ("1", 1, One))])
        {
            File.WriteAllBytes(_folder["m"], file);
            Assert.Equal("r", Assert.Single(ModelLoader.Import(_folder["m"]).Layers).Name);
        }
    }

    [Theory]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "getattr")]
    [InlineData("os", "popen")]
    [InlineData("torch", "load")]
    [InlineData("torch.storage", "_load_from_bytes")]
    [InlineData("torch._utils", "_rebuild_qtensor")]
    [InlineData("numpy.core.multiarray", "fromfile")]
    [InlineData("numpy", "load")]
    [InlineData("collections", "system")]
    public void A_pickle_that_would_run_something_is_refused_by_name_and_nothing_is_run(string module, string name)
    {
        string proof = _folder["proof"];
        byte[] call = [.. Global(module, name), .. Tuple(Text($"touch {proof}")), (byte)'R'];
        byte[][] pickles = [Pickle(call), Pickle(Dict(("lstm.weight_ih_l0", call))), Pickle(call, [(byte)'q', 0], Good[2..^1])];
        foreach (byte[] pickle in pickles)
        {
            RefusedPickle(pickle, ErrorCatalogue.CodeInFile, $"{module}.{name} at byte ");
            Refused(Legacy(pickle, true, ("0", 1, One), ("1", 1, One)), ErrorCatalogue.CodeInFile, $"{module}.{name} at byte ");
        }

        // In front of the weights, too, where another pickle stands.
        byte[] file = Legacy(Good, true, ("0", 1, One), ("1", 1, One));
        Refused([.. file[..15], .. call, .. file[15..]], ErrorCatalogue.CodeInFile, $"{module}.{name} at byte ");
        Assert.False(File.Exists(proof));
    }

    [Theory]
    [InlineData('i', "INST")]
    [InlineData('o', "OBJ")]
    [InlineData('0', "POP")]
    [InlineData('2', "DUP")]
    [InlineData('P', "PERSID")]
    [InlineData('I', "INT")]
    [InlineData((char)0x82, "EXT1")]
    [InlineData((char)0x92, "NEWOBJEX")]
    [InlineData((char)0x97, "NEXTBUFFER")]
    public void Operations_that_weights_do_not_have_are_refused_by_name(char opcode, string name) =>
        RefusedPickle(Pickle(Text("x"), [(byte)opcode]), ErrorCatalogue.CodeInFile, $"pickle operation {name} at byte 8");

    [Fact]
    public void Every_byte_is_an_operation_that_is_read_or_refused()
    {
        for (int opcode = 0; opcode < 256; opcode++)
        {
            File.WriteAllBytes(_folder["m.pt"], Archive([0x80, 2, (byte)opcode], ("0", One)));
            string id = Assert.Single(ModelLoader.Inspect(_folder["m.pt"]).Refusals).Id;
            Assert.True(id is ErrorCatalogue.NotPyTorch or ErrorCatalogue.CodeInFile, $"{opcode}: {id}");
            Assert.Equal(!Enum.IsDefined((Opcode)opcode), id == ErrorCatalogue.NotPyTorch && !Enum.IsDefined((Opcode)opcode));
        }
    }

    [Fact]
    public void Damaged_pickles_are_refused()
    {
        byte[][] pickles =
        [
            [], [0x80], [0x80, 2], Pickle(), Pickle([(byte)'R']), Pickle([(byte)'t']), Pickle([(byte)'h', 7]),
                Pickle([(byte)'X', 255, 255, 255, 255]),
            Pickle([(byte)'c', (byte)'a']), Pickle(Text("a"), Text("b"), [(byte)'R']), Pickle(Text("a"), [(byte)'b'], Text("c")),
                Pickle(Tuple(), [(byte)'Q']),
            Pickle(Tuple(Text("storage"), Global("os", "FloatStorage"), Text("0"), Text("cpu"), Int(1)), [(byte)'Q']),
            Pickle(Tuple(Text("storage"), Global("torch", "FloatStorage"), Text("0"), Text("cpu"), Int(-1)), [(byte)'Q']),
            Pickle([(byte)'}'], Text("a"), [(byte)'(', (byte)'u', (byte)'a']), Pickle([(byte)'}', (byte)'('], Text("a"), [(byte)'u']),
                Pickle([(byte)']'], Text("a"), Text("b"), [(byte)'s']),
            Pickle([(byte)'(', (byte)'(', (byte)'t', (byte)'R']), Pickle(Enumerable.Repeat((byte)'(', 100).ToArray()),
            Pickle(Tensor("0", 1, 0, [1, 1], [1])), Pickle(Tensor("0", 1, 0, [], []), Tensor("0", 2, 0, [], [])),
        ];
        foreach (byte[] pickle in pickles)
            RefusedPickle(pickle, ErrorCatalogue.NotPyTorch, "a pickle");
    }

    [Fact]
    public void A_pickle_without_an_end_stops_at_its_bound()
    {
        RefusedPickle([0x80, 2, .. Enumerable.Repeat((byte)'}', 1 << 20)], ErrorCatalogue.ModelTooLarge, "524288 operations");
        // Each list holds the one before twice: 2⁴⁰ of them, if somebody walked through.
        byte[] twice = [(byte)'q', 0, (byte)'h', 0, 0x86];
        RefusedPickle(Pickle(Text("x"), [.. Enumerable.Repeat(twice, 40).SelectMany(bytes => bytes)]),
            ErrorCatalogue.UnsupportedStructure, "a value without the weights");
        // Dictionaries that contain themselves and each other.
        byte[] loop = [(byte)'}', (byte)'q', 0, .. Text("a"), (byte)'h', 0, (byte)'s'];
        RefusedPickle(Pickle(loop), ErrorCatalogue.UnsupportedStructure, "begins with 'a'");
    }

    [Theory]
    [InlineData(0, 2, 1, 1, 1)]
    [InlineData(2, 1, 1, 1, 1)]
    [InlineData(-1, 1, 1, 1, 1)]
    [InlineData(0, 1L << 40, 1L << 40, 0, 0)]
    [InlineData(0, long.MaxValue, long.MaxValue, 1, 1)]
    [InlineData(0, 1, 1, -1, 1)]
    [InlineData(0, 2, 1, 0, 0)]
    [InlineData(long.MaxValue, 1, 1, 1, 1)]
    [InlineData(0, -1, 1, 1, 1)]
    public void A_tensor_outside_of_its_storage_is_refused_before_anything_is_allocated(long offset, long rows, long columns, long down,
        long across)
    {
        byte[] pickle = Pickle(Dict(("r.weight_ih_l0", Tensor("0", 1, offset, [rows, columns], [down, across])),
            ("r.weight_hh_l0", Tensor("1", 1, 0, [1, 1], [1, 1]))));
        long before = GC.GetAllocatedBytesForCurrentThread();
        RefusedPickle(pickle, ErrorCatalogue.NotPyTorch, "storage of 1 numbers");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Storages_that_are_short_missing_or_of_other_types_are_refused()
    {
        Refused(Archive(Good, ("0", One)), ErrorCatalogue.NotPyTorch, "storage '1' none");
        Refused(Archive(Good, ("0", One), ("1", One[..3])), ErrorCatalogue.NotPyTorch, "storage '1' 3 bytes");
        Refused(Legacy(Good, true, ("0", 1, One)), ErrorCatalogue.NotPyTorch, "storage '1'");
        Refused(Legacy(Good, true, ("0", 1, One), ("1", 1L << 60, One)), ErrorCatalogue.NotPyTorch, "storage '1'");
        Refused(Legacy(Good, true, ("0", 1, One), ("1", -1, One)), ErrorCatalogue.NotPyTorch, "storage '1'");
        Refused(Legacy(Good, true, ("0", 1, One), ("0", 1, One)), ErrorCatalogue.NotPyTorch, "storage '0'");
        Refused(Legacy(Good, isLittle: false, ("0", 1, One), ("1", 1, One)), ErrorCatalogue.UnsupportedType, "big-endian");
        Refused(Zip([("m/data.pkl", Good), ("m/byteorder", "big"u8.ToArray()), ("m/data/0", One), ("m/data/1", One)]),
            ErrorCatalogue.UnsupportedType, "big-endian");
        RefusedPickle(Pickle(Dict(("r.weight_ih_l0", Tensor("0", 1, 0, [1, 1], [1, 1], "QInt8Storage")))), ErrorCatalogue.UnsupportedType,
            "QInt8Storage");
        Refused(Archive(Good, ("0", One), ("1", BitConverter.GetBytes(float.NaN))), ErrorCatalogue.NotFinite, "no finite number");
    }

    [Fact]
    public void Archives_that_are_packed_damaged_or_doubled_are_refused()
    {
        byte[] zeros = new byte[400];
        byte[] wide = Pickle(Dict(("r.weight_ih_l0", Tensor("0", 100, 0, [1, 1], [1, 1])),
            ("r.weight_hh_l0", Tensor("1", 1, 0, [1, 1], [1, 1]))));
        Refused(Zip([("m/data.pkl", wide), ("m/data/0", zeros), ("m/data/1", One)], CompressionLevel.Optimal), ErrorCatalogue.NotPyTorch,
            "packed");
        Refused(Zip([("m/data.pkl", Good), ("n/data.pkl", Good)]), ErrorCatalogue.NotPyTorch, "2 entries data.pkl");
        byte[] file = Archive(Good, ("0", One), ("1", One));
        file[file.AsSpan().IndexOf(One)]++;
        Refused(file, ErrorCatalogue.NotPyTorch, "'m/data/0' with a wrong checksum");
        for (int length = 40; length < file.Length; length += 50)
            Refused(file[..length], ErrorCatalogue.NotPyTorch, "it is damaged or cut short");
    }

    [Theory]
    [InlineData("{\"__metadata__\":{}}", "no tensors", ErrorCatalogue.UnsupportedStructure)]
    [InlineData("{\"r.weight_ih_l0\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]}}", "no weight_hh_l0",
        ErrorCatalogue.BadShape)]
    [InlineData("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", "type F8_E4M3", ErrorCatalogue.UnsupportedType)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "storage of 1 numbers", ErrorCatalogue.NotPyTorch)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", "shape [1] in 8 bytes", ErrorCatalogue.NotPyTorch)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99]}}", "of 8", ErrorCatalogue.NotPyTorch)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", "of 8", ErrorCatalogue.NotPyTorch)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "storage of 1 numbers", ErrorCatalogue.NotPyTorch)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,3],\"data_offsets\":[0,4]}}", "storage of 1 numbers",
        ErrorCatalogue.NotPyTorch)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1e9],\"data_offsets\":[0,4]}}", "a header that is not", ErrorCatalogue.NotPyTorch)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", "a header that is not", ErrorCatalogue.NotPyTorch)]
    [InlineData("{\"a\":7}", "a header that is not", ErrorCatalogue.NotPyTorch)]
    [InlineData("{\"a\":", "a header that is not", ErrorCatalogue.NotPyTorch)]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", "two tensors", ErrorCatalogue.NotPyTorch)]
    [InlineData("{\"pos\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "1 of 1 tensors that no module read here has: pos",
        ErrorCatalogue.UnsupportedStructure)]
    public void Safetensors_are_checked_before_they_are_read(string header, string says, string id) =>
        Refused(Safetensors(header, new byte[8]), id, says);

    [Theory]
    [InlineData("module.pt", ErrorCatalogue.CodeInFile, "a pickled model of class __main__.LSTMRegressor",
        "torch.onnx.export(torch.load(\"module.pt\", weights_only=False).eval(), torch.zeros(1, 30, 3), \"module.onnx\")")]
    [InlineData("module-in-checkpoint.pt", ErrorCatalogue.CodeInFile, "class __main__.LSTMRegressor",
        "weights_only=False)[\"model\"].eval(), torch.zeros(1, 30, 3)")]
    [InlineData("script.pt", ErrorCatalogue.CodeInFile, "a TorchScript model of class Script",
        "torch.onnx.export(torch.jit.load(\"script.pt\").eval(), torch.zeros(1, 30, 3), \"script.onnx\")")]
    [InlineData("projection.pt", ErrorCatalogue.UnsupportedStructure, "weight_hr_l0", "without proj_size")]
    [InlineData("embedding.pt", ErrorCatalogue.UnclearForward, "embedding 4→20", "looks like an Embedding")]
    [InlineData("attention.pt", ErrorCatalogue.UnsupportedStructure,
        "attention between steps, as transformers have it: 'attention.in_proj_weight'", "train a recurrent model")]
    [InlineData("weight-norm.pt", ErrorCatalogue.UnsupportedStructure, "conv.weight_g, conv.weight_v", "remove_weight_norm")]
    [InlineData("two-heads.pt", ErrorCatalogue.UnclearForward, "lstm 3→5, life 5→1, fault 5→3",
        "give --forward fault,relu,lstm,last,life; with several heads or connections, in Python: torch.onnx.export(model.eval(), "
        + "torch.zeros(1, 30, 3), ")]
    [InlineData("two-models.pt", ErrorCatalogue.UnsupportedStructure, "2 models: encoder, decoder", "save one model's weights")]
    [InlineData("image.pt", ErrorCatalogue.UnsupportedStructure, "weight [4, 1, 3, 3]", "torch.onnx.export")]
    [InlineData("complex.pt", ErrorCatalogue.UnsupportedType, "ComplexFloatStorage", "float32")]
    [InlineData("quantized.pt", ErrorCatalogue.CodeInFile, "torch._utils._rebuild_qtensor", "torch.save(model.state_dict()")]
    [InlineData("tensor.pt", ErrorCatalogue.UnsupportedStructure, "a tensor without the weights of a model",
        "torch.save(model.state_dict()")]
    public void Files_that_PyTorch_wrote_and_that_are_not_read_say_what_to_do(string name, string id, string found, string remedy)
    {
        var refusal = Assert.Single(ModelLoader.Inspect(Path.Combine(PyTorchGoldens.Folder, "refused", name)).Refusals);
        Assert.Equal(id, refusal.Id);
        Assert.StartsWith(name, refusal.File, StringComparison.Ordinal);
        Assert.Contains(found, refusal.Found);
        Assert.Contains(remedy, refusal.Remedy);
    }
}
