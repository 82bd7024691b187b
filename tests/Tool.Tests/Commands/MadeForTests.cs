using System.Text.Json;
using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Import;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Tool.Reports;
using Google.Protobuf;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Which member of the generated class answers as in training: said by inspect, and by what quantize says at its end.</summary>
public sealed class MadeForTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TrainedOn.Windows, 30, null, true, "call SlidingWindow in your code: the model was trained on windows of 30 samples")]
    [InlineData(TrainedOn.Windows, 30, 30, false, "call SlidingWindow in your code: the model was trained on windows of 30 samples")]
    [InlineData(TrainedOn.Stream, 0, null, true, "call Step in your code: the model was trained with its state carried on")]
    [InlineData(TrainedOn.Stream, 0, 1, true, "call Step in your code: the model was trained with its state carried on")]
    [InlineData(TrainedOn.Unknown, 0, 40, true, "call SlidingWindow (its graph declares windows of 40 samples), or Step if training carried "
        + "the state on, in your code: the file does not say what it was trained on")]
    [InlineData(TrainedOn.Unknown, 0, 1, true, "call Step if training carried the state on, or SlidingWindow if it saw windows, in your "
        + "code: the file does not say what it was trained on")]
    [InlineData(TrainedOn.Unknown, 0, null, false, "call SlidingWindow or Predict in your code: the file does not say what it was trained on")]
    public void The_trainers_word_goes_before_the_graphs(object on, int window, int? declared, bool canStream, string call) =>
        Assert.Equal(call, new MadeFor(new((TrainedOn)on, window, "", "", MissingRule.Centre), declared, canStream).Call);

    [Theory]
    [InlineData("opset13-last", "windows 12", "windows 12", "then: call SlidingWindow in your code: the model was trained on windows of 12")]
    [InlineData("opset13-last", "stream", "stream", "then: call Step in your code: the model was trained with its state carried on")]
    [InlineData("opset13-last", null, null, "then: call Step if training carried the state on, or SlidingWindow if it saw windows, in your code")]
    [InlineData("static", null, null, "then: call SlidingWindow (its graph declares windows of ")]
    public void Inspect_and_quantize_say_what_a_model_was_made_for(string golden, string? metadata, string? trainedOn, string note)
    {
        string model = _folder["m.onnx"], artifact = _folder["m.elstm"];
        var proto = EditedModel.Load(golden);
        if (metadata is not null)
            proto.MetadataProps.Add(new StringStringEntryProto { Key = TrainerMetadata.TrainedOnKey, Value = metadata });
        File.WriteAllBytes(model, proto.ToByteArray());
        var network = OnnxImporter.Import(model);
        int steps = network.Window ?? 12;
        NpyFile.Write(_folder["windows.npy"], [4, steps, network.Inputs.Count], RandomNetwork.Data(new Random(1), 4, steps, network.Inputs.Count).Values);
        string[] notes = [.. Json("quantize", model, "-o", artifact, "--calibrate", _folder["windows.npy"]).GetProperty("notes").EnumerateArray().Select(n => n.GetString()!)];
        Assert.StartsWith(note, Assert.Single(notes, n => n.StartsWith("then: ", StringComparison.Ordinal)));
        foreach (string file in new[] { model, artifact })
            Assert.Equal(trainedOn, Json("inspect", file).GetProperty("trainedOn").GetString());
    }

    static JsonElement Json(params string[] args)
    {
        var run = ToolRun.Of(null, [.. args, "--json"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }
}
