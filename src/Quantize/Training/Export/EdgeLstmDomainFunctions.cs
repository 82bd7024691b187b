using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>
/// The function bodies of the edgelstm nodes: a Scan over time in ONNX's own operators, with exactly the equations of one variant. A model
/// has one variant of each operator.
/// </summary>
static class EdgeLstmDomainFunctions
{
    public static FunctionProto Of(CellSpec cell, EdgeLstmDomainLayers.Node layer)
    {
        var function = new FunctionProto { Name = layer.Op, Domain = EdgeLstmDomainLayers.Domain, DocString = "Equations of this variant; EdgeLstm reads the node's attributes instead." };
        function.Input.Add("X");
        function.Input.Add(layer.Inputs.Select(input => input.Name));
        function.Output.Add(["Y", "Y_h"]);
        function.Attribute.Add(layer.Attributes.Select(attribute => attribute.Name));
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OnnxExporter.Opset });

        var body = new GraphProto { Name = "step" };
        var step = new StepBody(new(body.Node, "step "));
        string[] states = cell.Export.Step(step);
        body.Input.Add(states.Append("x").Select(Tensor));
        body.Output.Add(states.Select(state => Tensor($"{state}_next")).Append(Tensor("y")));

        var nodes = new NodeList(function.Node);
        string zeros = Zeros(nodes);
        var scan = new AttributeProto { Name = "body", G = body, Type = (int)AttributeKind.Graph };
        AttributeProto[] directions = layer.Attributes.Any(attribute => attribute.Name == EdgeLstmDomainLayers.Directions) ? [Direction("scan_input_directions"), Direction("scan_output_directions")] : [];
        nodes.Add("", "Scan", [.. states.Select((state, i) => i == 0 ? "Y_h" : $"{state}_last"), "Y"], [.. states.Select(_ => zeros), "X"], [scan, NodeList.Int("num_scan_inputs", 1), .. directions]);
        return function;
    }

    static AttributeProto Direction(string name) => new() { Name = name, RefAttrName = EdgeLstmDomainLayers.Directions, Type = (int)AttributeKind.Ints };

    /// <summary>[batch, hidden_size].</summary>
    static string Zeros(NodeList nodes)
    {
        string one = nodes.Add("Constant", "one", [], NodeList.Ints("value_ints", 1));
        string first = nodes.Add("Constant", "first", [], NodeList.Ints("value_ints", 0));
        string batch = nodes.Add("Gather", "batch", [nodes.Add("Shape", "shape", ["X"]), one], NodeList.Int("axis", 0));
        string size = nodes.Add("Constant", "size", [], new AttributeProto { Name = "value_int", RefAttrName = "hidden_size", Type = (int)AttributeKind.Int });
        string units = nodes.Add("Unsqueeze", "units", [size, first]);
        return nodes.Add("ConstantOfShape", "zeros", [nodes.Add("Concat", "state_shape", [batch, units], NodeList.Int("axis", 0))]);
    }

    static ValueInfoProto Tensor(string name) => new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)ElementType.Float32 } } };
}
