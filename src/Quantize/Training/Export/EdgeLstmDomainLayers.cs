using EdgeLstm.Quantize.Onnx;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>
/// Recurrent layers as nodes of domain edgelstm: what ONNX's own operators cannot say. X [time, batch, inputs] in; Y [time, batch, outputs]
/// and Y_h [batch, outputs] out. Each carries its equations as a function body, which other runtimes run.
/// </summary>
static class EdgeLstmDomainLayers
{
    public const string Domain = "edgelstm";

    /// <summary>The attribute that says from which end a node takes X, as Scan's own do: [0] the first sample, [1] the last.</summary>
    public const string Directions = "directions";

    /// <summary>A weight behind X: its name in the function, its values and its shape.</summary>
    public readonly record struct Input(string Name, float[] Values, int[] Shape);

    public readonly record struct Node(string Op, IReadOnlyList<Input> Inputs, AttributeProto[] Attributes);

    /// <summary>What the gates that choose compute in the end; that of three levels has its edge at 1 unless told otherwise.</summary>
    public static string GateFunction(GateSpec gates) => gates.Kind switch
    {
        GateKind.Hard => "Step",
        GateKind.Three => "ThreeLevel",
        _ => "Sigmoid",
    };

    /// <summary>W, R and B.</summary>
    public static List<Input> Matrices(LayerWeights weights, float sharp, int rows, int inputs, int state) =>
    [
        new("W", weights.Take(ParameterKind.InputWeights, sharp), [rows, inputs]),
        new("R", weights.Take(ParameterKind.RecurrentWeights, sharp), [rows, state]),
        new("B", weights.Take(ParameterKind.Bias, sharp), [rows]),
    ];
}
