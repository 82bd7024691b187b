using System.Runtime.InteropServices;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Onnx;
using Google.Protobuf;

namespace EdgeLstm.Benchmarks.Onnx;

/// <summary>
/// Writes a network as ONNX: x [steps, 1, inputs] and every layer's h, c [1, 1, units] to y [1, outputs] after the last step and every
/// layer's new state. Stacked LSTM layers, then one dense layer.
/// </summary>
sealed class OnnxModel
{
    const int Float = 1, Int64 = 7, Integer = 2; // TensorProto.DataType, AttributeProto.AttributeType
    static readonly int[] OnnxGates = [0, 3, 1, 2]; // i, o, f, g, of our i, f, g, o

    readonly GraphProto _graph = new() { Name = "lstm" };

    OnnxModel(Network network, int steps)
    {
        _graph.Input.Add(Tensor("x", steps, 1, network.Inputs.Count));
        _graph.Output.Add(Tensor("y", 1, network.Outputs.Count));
        _graph.Initializer.Add(new TensorProto { Name = "axis", DataType = Int64, Dims = { 1 }, Int64Data = { 1 } });
        _graph.Initializer.Add(new TensorProto { Name = "first", DataType = Int64, Dims = { 1 }, Int64Data = { 0 } });
        string x = "x";
        var lstms = network.Layers.OfType<RecurrentLayer>().ToList();
        for (int k = 0; k < lstms.Count; k++)
            x = Lstm(k, lstms[k], x, isLast: k == lstms.Count - 1);
        var dense = network.Layers.OfType<DenseLayer>().Single();
        _graph.Initializer.Add(Values("dense.w", dense.W, dense.Outputs, dense.Inputs));
        _graph.Initializer.Add(Values("dense.b", dense.Bias, dense.Outputs));
        _graph.Node.Add(Node("Gemm", [x, "dense.w", "dense.b"], ["y"], ("transB", 1)));
    }

    public static byte[] Write(Network network, int steps) => new ModelProto
    {
        IrVersion = 8,
        OpsetImport = { new OperatorSetIdProto { Version = 14 } },
        Graph = new OnnxModel(network, steps)._graph,
    }.ToByteArray();

    /// <summary>
    /// Adds a layer and names what the next one reads: [steps, 1, units], or [1, units] of the last step after the last layer.
    /// </summary>
    string Lstm(int index, RecurrentLayer layer, string x, bool isLast)
    {
        var (w, r, b, h, c) = ($"w{index}", $"r{index}", $"b{index}", $"h{index}", $"c{index}");
        var (steps, newH, newC, next) = (isLast ? "" : $"steps{index}", $"new_h{index}", $"new_c{index}", $"next{index}");
        int units = layer.HiddenSize;
        _graph.Initializer.Add(Values(w, Reordered(layer.W, units * layer.Inputs), 1, 4 * units, layer.Inputs));
        _graph.Initializer.Add(Values(r, Reordered(layer.U, units * units), 1, 4 * units, units));
        _graph.Initializer.Add(Values(b, [.. Reordered(layer.Bias, units), .. new float[4 * units]], 1, 8 * units));
        _graph.Input.Add([Tensor(h, 1, 1, units), Tensor(c, 1, 1, units)]);
        _graph.Output.Add([Tensor(newH, 1, 1, units), Tensor(newC, 1, 1, units)]);
        _graph.Node.Add(Node("LSTM", [x, w, r, b, "", h, c], [steps, newH, newC], ("hidden_size", units)));
        _graph.Node.Add(isLast ? Node("Squeeze", [newH, "first"], [next]) : Node("Squeeze", [steps, "axis"], [next]));
        return next;
    }

    /// <summary>Four gates' rows from our order, i f g o, in ONNX's.</summary>
    static float[] Reordered(float[] rows, int gate) => [.. OnnxGates.SelectMany(g => rows.Skip(g * gate).Take(gate))];

    static NodeProto Node(string type, string[] inputs, string[] outputs, params (string Name, long Value)[] attributes) => new()
    {
        OpType = type,
        Input = { inputs },
        Output = { outputs },
        Attribute = { attributes.Select(a => new AttributeProto { Name = a.Name, I = a.Value, Type = Integer }) },
    };

    static ValueInfoProto Tensor(string name, params long[] shape) => new()
    {
        Name = name,
        Type = new()
        {
            TensorType = new()
            {
                ElemType = Float,
                Shape = new() { Dim = { shape.Select(d => new DimensionProto { DimValue = d }) } }
            }
        },
    };

    static TensorProto Values(string name, float[] values, params long[] shape) => new()
    {
        Name = name,
        DataType = Float,
        Dims = { shape },
        RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values)),
    };
}
