using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>quantize and verify tell windows and stream apart, and say in words what a model was made for.</summary>
public sealed class StreamVerdictTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static string Counting => Path.Combine(TestFiles.Repository, "tests/Golden/cases/people/countf.onnx");

    [Fact]
    public void A_state_that_saturates_is_told_by_quantize_and_by_verify()
    {
        // Five samples are all that calibration sees of the stream; the other file has twenty steps up.
        var json = Json("quantize", Counting, "-o", _folder["m.elstm"], "--calibrate", Csv("short.csv", 1, 1, 1, -1, -1), "--json");
        Assert.Equal(0, json.GetProperty("saturatedStates").GetInt64());
        json = Json("verify", Counting, _folder["m.elstm"], "--data", Csv("long.csv", [.. Enumerable.Repeat(1f, 20), .. Enumerable.Repeat(-1f, 21)]), "--json");
        Assert.InRange(json.GetProperty("saturatedStates").GetInt64(), 10, 41);
        Assert.Contains("a layer's state reaches the end of its range ", Notes(json));
        Assert.Contains("calibrate on data that run as long as the machine does", Notes(json));
    }

    [Fact]
    public void Verify_counts_to_the_end_of_a_long_stream()
    {
        Json("quantize", Counting, "-o", _folder["m.elstm"], "--calibrate", Csv("short.csv", 1, 1, 1, -1, -1), "--json");
        float[] quiet = [.. Enumerable.Range(0, 20_500).Select(t => t % 2 == 0 ? 1f : -1f)], up = [.. Enumerable.Repeat(1f, 20)];
        string file = Csv("long.csv", [.. quiet, .. up]);
        Assert.InRange(Json("verify", Counting, _folder["m.elstm"], "--data", file, "--json").GetProperty("saturatedStates").GetInt64(), 5, 20);
    }

    [Fact]
    public void Windows_and_stream_stand_beside_each_other()
    {
        var windows = Windows(40, 20);
        var json = Json("quantize", Counting, "-o", _folder["m.elstm"], "--calibrate", windows, "--json");
        Assert.Equal(800, json.GetProperty("stream")[0].GetProperty("compared").GetInt64());
        Assert.Contains("as a stream of 800 samples it is off by", Notes(json));
        Assert.DoesNotContain("show little", Notes(json));
        json = Json("verify", Counting, _folder["m.elstm"], "--data", windows, "--json");
        Assert.Equal(40, json.GetProperty("windows")[0].GetProperty("compared").GetInt64());
        Assert.Equal(800, json.GetProperty("stream")[0].GetProperty("compared").GetInt64());
        Assert.Contains("as a stream of 800 samples it is off by", Notes(json));
    }

    [Fact]
    public void Short_windows_promise_nothing_of_a_stream() => Assert.Contains(
        "windows of 5 samples show little of a state that is carried on", Notes(Json("quantize", Counting, "-o", _folder["m.elstm"], "--calibrate", Windows(40, 5), "--json")));

    [Fact]
    public void A_model_of_windows_is_told_so_with_what_Step_differs_by()
    {
        string model = Path.Combine(TestFiles.Repository, "tests/Golden/cases/people/countf.onnx"), trained = _folder["trained.onnx"];
        var proto = EdgeLstm.Quantize.Onnx.ModelProto.Parser.ParseFrom(File.ReadAllBytes(model));
        proto.MetadataProps.Add(new EdgeLstm.Quantize.Onnx.StringStringEntryProto { Key = "edgelstm.trained_on", Value = "windows 20" });
        File.WriteAllBytes(trained, Google.Protobuf.MessageExtensions.ToByteArray(proto));
        var json = Json("quantize", trained, "-o", _folder["m.elstm"], "--calibrate", Windows(40, 20), "--json");
        string notes = Notes(json);
        Assert.Contains("made for windows of 20: use Predict or SlidingWindow; Step differs by ", notes);

        // The count goes on from window to window, so that the difference is no small one.
        string said = notes[(notes.IndexOf("Step differs by ", StringComparison.Ordinal) + 16)..];
        Assert.InRange(double.Parse(said[..said.IndexOf(' ', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture), 0.2, 4);
        Assert.Contains("made for windows of 20", Notes(Json("verify", trained, _folder["m.elstm"], "--data", Windows(40, 20), "--json")));
    }

    static System.Text.Json.JsonElement Json(params string[] arguments)
    {
        var run = ToolRun.Of(null, arguments);
        Assert.True(run.Code == 0, run.Error);
        return System.Text.Json.JsonDocument.Parse(run.Out).RootElement;
    }

    static string Notes(System.Text.Json.JsonElement report) => string.Join('\n', report.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));

    string Csv(string name, params float[] values)
    {
        File.WriteAllText(_folder[name], "x\n" + string.Join('\n', values.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture))) + "\n");
        return _folder[name];
    }

    string Windows(int count, int steps)
    {
        var random = new Random(1);
        string path = _folder[$"windows{steps}.npy"];
        NpyFile.Write(path, [count, steps, 1], [.. Enumerable.Range(0, count * steps).Select(_ => random.Next(2) == 0 ? -1f : 1f)]);
        return path;
    }
}
