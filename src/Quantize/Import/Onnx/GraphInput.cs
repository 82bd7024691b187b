using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>The graph's one data input: the first that is no initializer (before IR version 4 those stood among the inputs too) and no initial state or length.</summary>
static class GraphInput
{
    public static (ValueInfoProto Input, AxisPart[] Axes) Find(GraphProto graph, StateInputs states, string file)
    {
        var input = Others(graph, null).FirstOrDefault(other => !states.Contains(other.Name))
            ?? throw new ModelException(ErrorCatalogue.UnsupportedStructure, "a graph without input", "one input of shape [batch, time, features]",
                "export the model again", file);
        var type = input.Type?.TensorType;
        if (type is not null && (ElementType)type.ElemType is not (ElementType.Float32 or ElementType.Float64))
            throw new ModelException(ErrorCatalogue.UnsupportedType, $"graph input '{input.Name.Short()}' of element type {type.ElemType}", "float32",
                "export the model in float32", file);
        var dims = type?.Shape?.Dim;
        if (dims is null || dims.Count is 0 or > TensorReader.MaxRank || dims.Any(dim => dim.DimValue > int.MaxValue))
            throw new ModelException(ErrorCatalogue.BadShape, $"graph input '{input.Name.Short()}' without a usable shape", "[batch, time, features]",
                "export the model with its input's shape", file);
        return (input, [.. dims.Select((dim, axis) => new AxisPart(axis, dim.DimValue > 0 ? dim.DimValue : -1))]);
    }

    /// <summary>Every input that is neither an initializer nor <paramref name="besides"/>.</summary>
    public static IEnumerable<ValueInfoProto> Others(GraphProto graph, ValueInfoProto? besides)
    {
        var stored = graph.Initializer.Select(initializer => initializer.Name).ToHashSet();
        return graph.Input.Where(input => input != besides && input.Name != besides?.Name && !stored.Contains(input.Name));
    }
}
