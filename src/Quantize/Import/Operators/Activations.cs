using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Stages;
using EdgeLstm.Quantize.Import.Values;

namespace EdgeLstm.Quantize.Import.Operators;

static class Activations
{
    public static void Relu(OnnxNode node) => Each(node, Activation.Relu);

    public static void Sigmoid(OnnxNode node) => Each(node, Activation.Sigmoid);

    public static void Tanh(OnnxNode node) => Each(node, Activation.Tanh);

    public static void Softmax(OnnxNode node)
    {
        var flow = node.FlowInput(0, "Softmax's input");
        bool flattens = node.Opset < 13;
        int axis = node.Axis(node.Int("axis", flattens ? 1 : -1), flow.Rank);
        // Before opset 13 everything from the axis on is normalised together: the features alone only if the rest has size one.
        bool alone = !flattens || Flow.Merge([.. flow.Axes[axis..].SelectMany(atoms => atoms)]) is [var only]
            && (node.Context.Roles.IsFeature(only) || axis == flow.Rank - 1);
        if (alone)
            for (; flattens && axis < flow.Rank - 1 && flow.Axes[axis].Length == 0; axis++)
            {
            }
        if (!alone || flow.Parts.Length > 1)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, flow.Parts.Length > 1 ? "Softmax over several heads" : "Softmax over more than the features",
                "one dense layer's outputs", "set axis=-1 and put it behind one dense layer");
        node.Context.Roles.RequireFeature(flow, axis, null, node);
        Each(node, Activation.Softmax);
    }

    static void Each(OnnxNode node, Activation activation)
    {
        var flow = node.FlowInput(0, $"{node.OpType}'s input");
        node.Context.Charge(flow.Parts.Length, node);
        node.Result(flow with
        {
            Parts = [.. flow.Parts.Select(part =>
                node.Context.Add(new ActivationStage(node.Label, part, node.Context.OwnWidth(part), activation)))],
        });
    }
}
