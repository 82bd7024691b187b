using System.Diagnostics;
using System.Net.Sockets;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Import;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Quantize.Training.Data;
using EdgeLstm.Tool.Commands;
using Google.Protobuf;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Files that broke the tool, or made it wait for ever. Where it would hang, the test does.</summary>
public sealed class HostileCasesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    readonly List<Socket> _sockets = []; // closed, one takes its file away

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _folder.Dispose();
    }

    /// <summary>The repository's, and those that the shared folder has more.</summary>
    static readonly string[] Folders =
    [
        .. new[] { Path.Combine(TestFiles.Repository, "tests", "Golden", "cases"), TestFiles.SharedFolder("cases") }.OfType<string>()
            .Where(cases => Directory.Exists(Path.Combine(cases, "hostile"))),
    ];

    static string Case(string name) => Folders.Select(cases => Path.Combine(cases, "hostile", name)).First(File.Exists);

    /// <summary>One line with an id, and exit code 1.</summary>
    static string Refused(string id, params string[] arguments)
    {
        var run = ToolRun.Of(null, arguments);
        Assert.Equal(1, run.Code);
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith($"error {id}: ", line);
        Assert.Contains(", expected ", line, StringComparison.Ordinal);
        return line;
    }

    [Fact]
    public void A_model_whose_biases_overflow_is_refused_by_every_command()
    {
        string model = Case("quantize-never-ends.onnx"), data = Case("quantize-never-ends.npy");
        Refused(ErrorCatalogue.NotFinite, "quantize", model, "--calibrate", data, "-o", _folder["m.elstm"]);
        Refused(ErrorCatalogue.NotFinite, "run", model, "-i", data, "-o", _folder["y.npy"]);
        Refused(ErrorCatalogue.NotFinite, "bench", model);
        Refused(ErrorCatalogue.NotFinite, "inspect", model);
        Refused(ErrorCatalogue.NotFinite, "verify", model, _folder["m.elstm"], "--data", data);
        Refused(ErrorCatalogue.NotFinite, "compress", model, "--data", data, "--budget", "1%", "-o", _folder["m.elstm"]);
        Refused(ErrorCatalogue.NotFinite, "gates", model, "--data", data);
        Refused(ErrorCatalogue.NotFinite, "evaluate", model, "csv", _folder["table.csv"], "--target", "b");
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("int8x16")]
    public void A_moment_that_is_not_finite_ends_quantize_with_the_layer_that_has_it(string scheme)
    {
        // Without biases every weight is finite; what the layer computes is not.
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Case("quantize-never-ends.onnx")));
        var bias = model.Graph.Initializer.Single(tensor => tensor.Dims.Count == 2 && tensor.Dims[1] == 32);
        bias.RawData = ByteString.CopyFrom(new byte[4 * 32]);
        bias.FloatData.Clear();
        File.WriteAllBytes(_folder["m.onnx"], model.ToByteArray());
        string error = Refused(ErrorCatalogue.NotQuantizable, "quantize", _folder["m.onnx"], "--calibrate", Case("quantize-never-ends.npy"), "-o", _folder["m.elstm"], "--scheme", scheme);
        Assert.Contains("node 'lstm'", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["m.elstm"]));
    }

    public static TheoryData<string> Artifacts =>
    [
        .. Folders.SelectMany(cases => Directory.GetFiles(Path.Combine(cases, "hostile"), "*.elstm"))
            .Select(path => Path.GetFileName(path)).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Artifacts))]
    public void Artifacts_whose_code_would_not_compile_are_refused_by_every_command(string name)
    {
        string model = Case(name);
        string id = name.Split('-')[0] is "name" or "function" ? ErrorCatalogue.ArtifactSyntax : ErrorCatalogue.ArtifactRange;
        string[][] commands =
        [
            ["inspect", model], ["codegen", model, "-o", _folder["code"]], ["bench", model],
            ["run", model, "-i", Calibration(), "-o", _folder["y.npy"]],
            ["verify", GoldenModels.ModelPath("opset13-last"), model, "--data", Calibration()],
            ["gates", model, "--data", Calibration()],
            ["evaluate", model, "csv", _folder["table.csv"], "--target", "b"],
        ];
        foreach (string[] command in commands)
            Assert.Contains(name, Refused(id, command), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("link to a pipe")]
    [InlineData("device")]
    [InlineData("socket")]
    [InlineData("directory")]
    public void What_is_no_file_is_refused_by_every_reader_at_once(string kind)
    {
        string model = GoldenModels.ModelPath("opset13-last"), table = _folder.Write("table.csv", "a,b\n1,2\n3,4\n");
        string onnx = Make(kind, "m.onnx"), json = Make(kind, "m.json"), elstm = Make(kind, "m.elstm"), npy = Make(kind, "d.npy"), csv = Make(kind, "d.csv");
        string output = _folder["out.elstm"], made = _folder["made.elstm"];
        Assert.Equal(0, ToolRun.Of(null, "quantize", model, "--calibrate", Calibration(), "-o", made).Code);
        string[][] commands =
        [
            ["inspect", onnx], ["inspect", json], ["inspect", elstm], ["bench", onnx], ["bench", elstm], ["codegen", elstm, "-o", _folder["code"]],
            ["run", onnx, "-i", Calibration(), "-o", _folder["y.npy"]], ["run", json, "-i", Calibration(), "-o", _folder["y.npy"]], ["run", elstm, "-i", Calibration(), "-o", _folder["y.npy"]],
            ["run", model, "-i", npy, "-o", _folder["y.npy"]], ["run", model, "-i", csv, "-o", _folder["y.npy"]], ["run", model, "-i", Calibration(), "--lengths", npy, "-o", _folder["y.npy"]],
            ["quantize", onnx, "--calibrate", Calibration(), "-o", output], ["quantize", model, "--calibrate", npy, "-o", output], ["quantize", model, "--calibrate", csv, "-o", output],
            ["quantize", model, "--calibrate", Calibration(), "--schema", csv, "-o", output],
            ["verify", onnx, made, "--data", Calibration()], ["verify", model, elstm, "--data", Calibration()], ["verify", model, made, "--data", npy],
            ["gates", onnx, "--data", Calibration()], ["gates", model, "--data", npy],
            ["compress", onnx, "--data", Calibration(), "--budget", "1%", "-o", output], ["compress", model, "--data", npy, "--budget", "1%", "-o", output],
            ["compress", model, "--data", Calibration(), "--truth", npy, "--budget", "1%", "-o", output], ["compress", model, "--data", Calibration(), "--truth", csv, "--budget", "1%", "-o", output],
            ["compress", model, "--data", Calibration(), "--test", npy, "--budget", "1%", "-o", output],
            ["train", "csv", csv, "--target", "b", "--window", "2", "-o", _folder["t.onnx"]], ["train", "csv", table, csv, "--target", "b", "--window", "2", "-o", _folder["t.onnx"]],
            ["evaluate", onnx, "csv", table, "--target", "b"], ["evaluate", model, "csv", csv, "--target", "b", "--window", "8"],
            ["compress", model, "--data", Calibration(), "--test", Calibration(), "--test-truth", npy, "--budget", "1%", "-o", output],
            ["compress", model, "--data", Calibration(), "--test", Calibration(), "--test-truth", csv, "--budget", "1%", "-o", output],
        ];
        Assert.All(commands, command => NoFile(kind, null, command));
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("link to a pipe")]
    [InlineData("device")]
    [InlineData("socket")]
    [InlineData("directory")]
    public void A_file_given_for_one_input_is_a_file(string kind)
    {
        string gru = FamilyGoldens.ModelPath("onnx-gru-forward"), npy = Make(kind, "d.npy");
        var network = OnnxImporter.Import(gru);
        NpyFile.Write(_folder["s.npy"], [2, 5, network.Inputs.Count], new float[2 * 5 * network.Inputs.Count]);
        string input = network.Inputs[0].Name.Split('[', '.', '_')[0];
        string[][] named = [[$"{input}={npy}"], [$"{input}={_folder["s.npy"]}", $"initial_h={npy}"]];
        foreach (string[] files in named)
            NoFile(kind, null, ["run", gru, .. files.SelectMany(file => (string[])["-i", file]), "-o", _folder["y.npy"]]);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("link to a pipe")]
    [InlineData("device")]
    [InlineData("socket")]
    [InlineData("directory")]
    public void What_training_and_evaluation_read_beside_their_table_are_files(string kind)
    {
        var rows = Enumerable.Range(0, 60).Select(row => $"{row % 7},{row % 5},{(row % 20 == 19 ? "fail" : "ok")}\n");
        string table = _folder.Write("t.csv", "a,b,label\n" + string.Concat(rows));
        string[] anomaly = [table, "--target", "label", "--task", "anomaly"];
        string[] train = ["train", "csv", .. anomaly, "--window", "3", "--hidden", "2", "--epochs", "1", "-o"];
        Make(kind, "stopped.onnx.resume");
        NoFile(kind, null, [.. train, _folder["stopped.onnx"], "--resume"]);

        var trained = ToolRun.Of(null, [.. train, _folder["t.onnx"]]);
        Assert.Equal((0, ""), (trained.Code, trained.Error));
        NoFile(kind, null, ["evaluate", _folder["t.onnx"], "csv", .. anomaly, "--normal", Make(kind, "n.csv")]);

        foreach (string file in (string[])["train", "test", "RUL"])
        {
            Directory.CreateDirectory(_folder[file]);
            File.WriteAllText(Path.Combine(_folder[file], "test_FD001.txt"), $"1 1 {string.Join(' ', Enumerable.Repeat("0.5", 24))}\n");
            File.Delete(Path.Combine(_folder[file], $"{file}_FD001.txt"));
            Make(kind, $"{file}/{file}_FD001.txt");
        }

        // A model of the sensors, with one answer.
        var random = new Random(4);
        var model = RandomNetwork.Of(RandomNetwork.Lstm(random, CmapssFiles.Sensors.Length, 2), RandomNetwork.Dense(random, 2, 1));
        var tools = CommandServices.Default with { Open = _ => new FloatPredictor(model) };
        NoFile(kind, tools, "train", "cmapss", _folder["train"], "--subset", "FD001", "-o", _folder["c.onnx"]);
        NoFile(kind, tools, "evaluate", "c.onnx", "cmapss", _folder["test"], "--subset", "FD001", "--window", "1");
        NoFile(kind, tools, "evaluate", "c.onnx", "cmapss", _folder["RUL"], "--subset", "FD001", "--window", "1");
    }

    /// <summary>Told of without being opened, which a pipe would wait in, and a socket fail in other words.</summary>
    static void NoFile(string kind, CommandServices? tools, params string[] command)
    {
        var run = ToolRun.Of(tools, command);
        Assert.True(run.Code == 1, $"{string.Join(' ', command)}: {run.Code} {run.Error}");
        string line = Assert.Single(run.ErrorLines);
        // Where a model is wanted a folder is looked into: it may be one of TensorFlow's.
        if (kind == "directory" && line.StartsWith($"error {ErrorCatalogue.UnknownModelKind}: ", StringComparison.Ordinal))
        {
            Assert.Contains("found a folder, expected ", line, StringComparison.Ordinal);
            return;
        }

        bool isMissing = line.StartsWith($"error {ErrorCatalogue.FileMissing}: ", StringComparison.Ordinal);
        Assert.True(isMissing, $"{string.Join(' ', command)}: {line}");
        Assert.Contains($"found a {(kind == "link to a pipe" ? "pipe" : kind)}, expected a file", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("socket")]
    [InlineData("directory")]
    public void Weights_beside_a_model_are_in_a_file(string kind)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(GoldenModels.ModelPath("opset13-last")));
        var weights = model.Graph.Initializer.First(tensor => !tensor.RawData.IsEmpty);
        weights.RawData = ByteString.Empty;
        weights.DataLocation = 1;
        weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });
        File.WriteAllBytes(_folder["m.onnx"], model.ToByteArray());
        Make(kind, "weights.bin");
        Assert.Contains($"'weights.bin', a {kind}", Refused(ErrorCatalogue.ExternalData, "inspect", _folder["m.onnx"]), StringComparison.Ordinal);
    }

    /// <summary>Samples that the golden model takes.</summary>
    string Calibration()
    {
        if (!File.Exists(_folder["x.npy"]))
        {
            int features = OnnxImporter.Import(GoldenModels.ModelPath("opset13-last")).Inputs.Count;
            var random = new Random(3);
            NpyFile.Write(_folder["x.npy"], [40, 8, features], [.. Enumerable.Range(0, 40 * 8 * features).Select(_ => (float)random.NextDouble())]);
        }

        return _folder["x.npy"];
    }

    /// <summary>Anything that is no file, under the given name.</summary>
    string Make(string kind, string name)
    {
        string path = _folder[name];
        switch (kind)
        {
            case "pipe":
                using (var made = Process.Start("mkfifo", path))
                    made.WaitForExit();
                break;
            case "link to a pipe":
                File.CreateSymbolicLink(path, Make("pipe", name + ".pipe"));
                break;
            case "device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "directory":
                Directory.CreateDirectory(path);
                break;
            default:
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                _sockets.Add(socket);
                socket.Bind(new UnixDomainSocketEndPoint(path));
                break;
        }

        return path;
    }
}
