using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>A classifier's class: the place of the greatest feature, as a number.</summary>
static class Classes
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["ArgMax"] = new(ArgMax, 1, 1, 1, ["axis", "keepdims", "select_last_index>=12"]),
    };

    public static void ArgMax(OnnxNode node)
    {
        var x = node.ComputedInput(0, "ArgMax's input");
        int axis = node.Axis(node.Int("axis", 0), x.Rank);
        if (node.Int("select_last_index", 0) != 0)
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, "ArgMax with select_last_index = 1", "0, the first of equals",
                "export without it");
        var (context, roles) = (node.Context, node.Context.Roles);
        if (!roles.IsFeature(x, axis, context) || context.Width(x) is not int width)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"ArgMax over axis {axis} of a value of shape {x.Describe()}",
                "the features of one step", "take it over the classes, dim=-1");
        int stage = context.Add(new ArgMaxStage(node.Label, context.Whole(x, node), width));
        AxisPart[][] own = node.Int("keepdims", 1) != 0 ? [[]] : [];
        node.Result(new ComputedValue([stage], [.. x.Axes[..axis], .. own, .. x.Axes[(axis + 1)..]]));
    }

    /// <summary>Whether a value is a class already, so that Cast to integers changes nothing.</summary>
    public static bool IsClass(OnnxNode node, ComputedValue x) =>
        x.Parts is [>= 0 and var part] && node.Context.Stages[part] is ArgMaxStage;
}
