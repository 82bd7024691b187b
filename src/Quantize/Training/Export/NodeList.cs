using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Onnx;
using Google.Protobuf.Collections;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>Adds nodes to a graph or function in the making: each call gives the names of what the node makes.</summary>
sealed class NodeList(RepeatedField<NodeProto> nodes, string prefix = "")
{
    /// <summary>A node with one result, which is called <paramref name="result"/>.</summary>
    public string Add(string op, string result, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes) => Add("", op, [result], inputs, attributes)[0];

    /// <summary>A node of any domain. An input that is left out is an empty name.</summary>
    public string[] Add(string domain, string op, string[] results, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { Name = $"{prefix}{op} {results[0]}", OpType = op, Domain = domain };
        node.Output.Add(results);
        string[] given = [.. inputs];
        // ONNX leaves trailing inputs out altogether.
        node.Input.Add(given[..(Array.FindLastIndex(given, name => name.Length > 0) + 1)]);
        foreach (var attribute in attributes)
            node.Attribute.Add(attribute);
        nodes.Add(node);
        return results;
    }

    public static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = (int)AttributeKind.Int };

    public static AttributeProto Float(string name, float value) => new() { Name = name, F = value, Type = (int)AttributeKind.Float };

    public static AttributeProto Text(string name, string value) => new() { Name = name, S = Google.Protobuf.ByteString.CopyFromUtf8(value), Type = (int)AttributeKind.String };

    public static AttributeProto Ints(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = (int)AttributeKind.Ints };
        attribute.Ints.Add(values);
        return attribute;
    }

    public static AttributeProto Floats(string name, params float[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = (int)AttributeKind.Floats };
        attribute.Floats.Add(values);
        return attribute;
    }

    public static AttributeProto Texts(string name, params IEnumerable<string> values)
    {
        var attribute = new AttributeProto { Name = name, Type = (int)AttributeKind.Strings };
        attribute.Strings.Add(values.Select(Google.Protobuf.ByteString.CopyFromUtf8));
        return attribute;
    }
}
