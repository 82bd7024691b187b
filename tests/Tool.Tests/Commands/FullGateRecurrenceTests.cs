using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;
using Google.Protobuf;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Full gate recurrence feeds all three gates back; the paper has no variant without one.</summary>
public sealed class FullGateRecurrenceTests : IDisposable
{
    const int Units = 4;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "NIG FGR")]
    [InlineData(1, "NFG FGR")]
    [InlineData(3, "NOG FGR")]
    public void Without_a_gate_it_runs_in_float_and_is_refused_where_it_would_be_quantized(int gate, string variant)
    {
        string model = Without(gate);
        NpyFile.Write(_folder["x.npy"], [2, 5, 3], new float[30]);
        Assert.Equal(0, ToolRun.Of(null, "run", model, "-i", _folder["x.npy"], "-o", _folder["y.npy"]).Code);

        foreach (string scheme in (string[])["int8x16", "float32"])
        {
            var run = ToolRun.Of(null, "quantize", model, "-o", _folder["m.elstm"], "--calibrate", _folder["x.npy"], "--scheme", scheme);
            Assert.Equal(1, run.Code);
            Assert.Equal(
                $"error {ErrorCatalogue.NotQuantizable}: m.onnx, node 'lstm': found full gate recurrence without all of its gates (LSTM, {variant}), expected gates i, f and o, which all recur (Greff 2016); "
                    + "train it with all three; 'edgelstm run' computes this one in float32",
                Assert.Single(run.ErrorLines));
            Assert.False(File.Exists(_folder["m.elstm"]));
        }
    }

    /// <summary>The golden model, less the rows of one of i, f, g, o.</summary>
    string Without(int gate)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(TestFiles.Repository, "tests", "Golden", "family", "edge-lstm-fgr-clip.onnx")));
        var node = model.Graph.Node.Single(node => node.Domain == "edgelstm");
        node.Attribute.Single(attribute => attribute.Name == "gates").Strings.RemoveAt(gate);
        node.Attribute.Single(attribute => attribute.Name == "activations").Strings.RemoveAt(gate);
        foreach (var weights in model.Graph.Initializer.Where(tensor => tensor.Name is "W" or "R" or "B"))
        {
            byte[] raw = weights.RawData.ToByteArray();
            int group = raw.Length / 4;
            weights.RawData = ByteString.CopyFrom([.. raw[..(gate * group)], .. raw[((gate + 1) * group)..]]);
            weights.Dims[0] = 3 * Units;
        }

        File.WriteAllBytes(_folder["m.onnx"], model.ToByteArray());
        return _folder["m.onnx"];
    }
}
