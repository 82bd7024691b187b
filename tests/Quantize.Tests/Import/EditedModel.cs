using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Onnx;
using Google.Protobuf;

namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>A golden model, edited in memory and imported.</summary>
static class EditedModel
{
    public static ModelProto Load(string golden) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(GoldenModels.ModelPath(golden)));

    public static (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(string golden, Action<ModelProto> edit)
    {
        var model = Load(golden);
        edit(model);
        return Inspect(model, golden);
    }

    public static (Network? Network, IReadOnlyList<ModelException> Refusals) Inspect(ModelProto model, string golden) =>
        OnnxImporter.Inspect(model.ToByteArray(), "edited.onnx", Path.GetDirectoryName(GoldenModels.ModelPath(golden)));

    /// <summary>Asserts that the edited model is refused for this reason first, and gives the message.</summary>
    public static string Refused(string golden, string id, Action<ModelProto> edit)
    {
        var (network, refusals) = Inspect(golden, edit);
        Assert.Null(network);
        Assert.Equal(id, refusals[0].Id);
        Assert.Contains("edited.onnx", refusals[0].Message);
        return refusals[0].Message;
    }

    public static Network Accepted(string golden, Action<ModelProto> edit)
    {
        var (network, refusals) = Inspect(golden, edit);
        Assert.True(network is not null, refusals.FirstOrDefault()?.Message);
        return network!;
    }

    public static NodeProto Node(this ModelProto model, string type) => model.Graph.Node.First(node => node.OpType == type);

    public static TensorProto Initializer(this ModelProto model, string name) => model.Graph.Initializer.First(tensor => tensor.Name == name);

    public static void Set(this NodeProto node, string name, long value) =>
        node.Attribute.Add(new AttributeProto { Name = name, I = value, Type = (int)AttributeKind.Int });

    public static void Set(this NodeProto node, string name, float value) =>
        node.Attribute.Add(new AttributeProto { Name = name, F = value, Type = (int)AttributeKind.Float });

    public static void Set(this NodeProto node, string name, string value) =>
        node.Attribute.Add(new AttributeProto { Name = name, S = ByteString.CopyFromUtf8(value), Type = (int)AttributeKind.String });

    public static void Set(this NodeProto node, string name, params string[] values) => node.Attribute.Add(
        new AttributeProto { Name = name, Strings = { values.Select(ByteString.CopyFromUtf8) }, Type = (int)AttributeKind.Strings });

    public static TensorProto Floats(string name, long[] dims, params float[] values) =>
        new() { Name = name, DataType = 1, Dims = { dims }, FloatData = { values } };
}
