using System.Text;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Import;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Tests.Data;
using Google.Protobuf;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>Files that are damaged, or made to be.</summary>
public class HostileFileTests
{
    const string Golden = "opset13-last";

    [Fact]
    public void Sizes_larger_than_the_data_are_refused_before_anything_is_allocated()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        EditedModel.Refused(Golden, ErrorCatalogue.BadShape, model => model.Initializer("head.weight").Dims[0] = 1 << 30);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    [Fact]
    public void A_shape_that_asks_for_gigabytes_is_refused() =>
        EditedModel.Refused("zero-state", ErrorCatalogue.ModelTooLarge, model =>
        {
            var sizes = model.Graph.Node.Where(node => node.OpType == "Constant").Select(node => node.Attribute[0].T).Where(tensor => tensor.RawData.Length == 8);
            foreach (var size in sizes.Where(tensor => BitConverter.ToInt64(tensor.RawData.Span) == 4))
                size.RawData = ByteString.CopyFrom(BitConverter.GetBytes(1L << 30));
        });

    [Fact]
    public void Cycles_are_refused() =>
        Assert.Contains("before it is written", EditedModel.Refused(Golden, ErrorCatalogue.UnsupportedStructure, model => model.Node("Transpose").Input[0] = model.Node("Gemm").Output[0]));

    [Fact]
    public void Values_written_twice_are_refused() =>
        Assert.Contains("written twice", EditedModel.Refused(Golden, ErrorCatalogue.UnsupportedStructure, model => model.Graph.Node.Add(model.Node("Gemm").Clone())));

    [Fact]
    public void Files_cut_short_are_refused()
    {
        byte[] bytes = File.ReadAllBytes(GoldenModels.ModelPath(Golden));
        foreach (int length in new[] { 0, 1, 7, bytes.Length / 2, bytes.Length - 1 })
        {
            var (network, refusals) = OnnxImporter.Inspect(bytes[..length], "cut.onnx", null);
            Assert.Null(network);
            Assert.Equal(ErrorCatalogue.NotOnnx, refusals[0].Id);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var refusal = Assert.Throws<ModelException>(() => OnnxImporter.Import(Path.Combine(Path.GetTempPath(), "no-such-model.onnx")));
        Assert.Equal(ErrorCatalogue.FileMissing, refusal.Id);
        Assert.Contains("no-such-model.onnx", refusal.Message);
    }

    [Theory]
    [InlineData("\u0008\u0008\u003A\u0014\u000A\u0010", 1)] // ir_version and the head of a graph
    [InlineData("{\"layers\":[", 1)]
    [InlineData("edgelstm 3\n", 2)]
    [InlineData("\u0008\u0008\u003A\u0014\u000A\u0010", 9)] // more than data may have
    public void Files_above_the_limit_are_refused_unread(string start, int times)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}");
        try
        {
            using (var file = File.Create(path))
            {
                file.Write(Encoding.UTF8.GetBytes(start));
                file.SetLength(times * ModelFile.MaxSize + 1);
            }

            Assert.Equal(ErrorCatalogue.ModelTooLarge, Assert.Throws<ModelException>(() => ModelLoader.Open(path)).Id);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("../opset13-last/model.onnx")]
    [InlineData("/etc/hostname")]
    [InlineData("no-such-file.bin")]
    [InlineData("")]
    public void External_data_outside_of_the_folder_or_missing_is_refused(string location) =>
        EditedModel.Refused("external-data", ErrorCatalogue.ExternalData, model =>
        {
            foreach (var tensor in model.Graph.Initializer)
                tensor.ExternalData.Single(entry => entry.Key == "location").Value = location;
        });

    [Fact]
    public void External_data_above_the_limit_is_refused_unread()
    {
        using var folder = new TemporaryFolder();
        var model = EditedModel.Load("external-data");
        foreach (var tensor in model.Graph.Initializer)
            tensor.ExternalData.Single(entry => entry.Key == "location").Value = "large.bin";
        File.WriteAllBytes(folder["m.onnx"], model.ToByteArray());
        using (var file = File.Create(folder["large.bin"]))
            file.SetLength(ModelFile.MaxSize + 1);
        var refusal = Assert.Throws<ModelException>(() => OnnxImporter.Import(folder["m.onnx"]));
        Assert.Equal(ErrorCatalogue.ModelTooLarge, refusal.Id);
        Assert.Contains("external data of more than 256 MB", refusal.Message);
    }

    [Theory]
    [InlineData("offset", "999999")]
    [InlineData("length", "999999")]
    [InlineData("offset", "-4")]
    [InlineData("length", "4")]
    public void External_data_out_of_bounds_is_refused(string key, string value)
    {
        var (network, refusals) = EditedModel.Inspect("external-data", model =>
        {
            foreach (var tensor in model.Graph.Initializer)
            {
                foreach (var old in tensor.ExternalData.Where(entry => entry.Key == key).ToList())
                    tensor.ExternalData.Remove(old);
                tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
            }
        });
        Assert.Null(network);
        Assert.Contains(refusals[0].Id, new[] { ErrorCatalogue.ExternalData, ErrorCatalogue.BadShape });
    }
}
