using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>
/// Two computed values into one: residual connections, gates, the greater or lesser of two. A value of one step stands beside every step of
/// the other, and one feature beside every feature.
/// </summary>
static class ElementByElement
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Max"] = new(node => Extreme(node, CombineKind.Max), 8, 1, MaxInputs, []),
        ["Min"] = new(node => Extreme(node, CombineKind.Min), 8, 1, MaxInputs, []),
    };

    const int MaxInputs = 64;

    /// <summary>Add, Sub or Mul of two computed values.</summary>
    public static ComputedValue Of(OnnxNode node, ComputedValue left, ComputedValue right)
    {
        if (node.OpType is not ("Add" or "Sub" or "Mul"))
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{node.OpType} of two computed values",
                "Add, Sub, Mul, Max or Min, or a constant on one side", "division by a computed value is not supported");
        if (node.OpType == "Sub")
            right = Arithmetic.Apply(node, right, new([-1], [0]), isSum: false);
        return Of(node, left, right, node.OpType == "Mul" ? CombineKind.Product : null);
    }

    /// <summary>Of any number of values, of which some may be constants.</summary>
    static void Extreme(OnnxNode node, CombineKind by)
    {
        var computed = new List<ComputedValue>();
        var constants = new List<Constant>();
        for (int i = 0; i < node.InputCount; i++)
            if (node.Input(i, $"input {i}") is ComputedValue value)
                computed.Add(value);
            else
                constants.Add(node.ConstantInput(i, $"input {i}"));
        if (computed.Count == 0)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{node.OpType} of constants", "one computed value at least",
                "export the model with constant folding on");
        var result = computed[0];
        foreach (var value in computed.Skip(1))
            result = Of(node, result, value, by);
        foreach (var constant in constants)
            result = Bounded(node, result, constant, by == CombineKind.Max ? 1 : -1);
        node.Result(result);
    }

    /// <summary>max(x, c) is c + relu(x − c), and min(x, c) is c − relu(c − x).</summary>
    /// <param name="sign">1: max; −1: min.</param>
    public static ComputedValue Bounded(OnnxNode node, ComputedValue value, Constant bound, int sign)
    {
        value = Arithmetic.PerFeature(node, value, bound);
        double[] scale = [.. bound.Values.Select(_ => (double)sign)];
        var above = Arithmetic.Apply(node, value, new(scale, [.. bound.Values.Select(c => -sign * c)]), isSum: false);
        return Arithmetic.Apply(node, Activations.Apply(node, above, Activation.Relu), new(scale, bound.Values), isSum: false);
    }

    /// <param name="by">Null: their sum.</param>
    static ComputedValue Of(OnnxNode node, ComputedValue left, ComputedValue right, CombineKind? by)
    {
        var context = node.Context;
        int? width = context.Width(left), other = context.Width(right);
        bool fits = left.Rank == right.Rank && (width == other || width is not null && other is not null && (width == 1 || other == 1))
            && Enumerable.Range(0, left.Rank).All(axis => Stands(node, (left, width), (right, other), axis));
        if (!fits)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{node.OpType} of {left.Describe()} and {right.Describe()}",
                "values for the same steps and features", "make both sides equal before they meet");
        if (width != other)
        {
            int wide = Math.Max(width!.Value, other!.Value);
            (left, right, width) = (Widened(node, left, wide), Widened(node, right, wide), wide);
        }

        int? own = context.OwnWidth(left.Parts[0]) is null && context.OwnWidth(right.Parts[0]) is null ? null : width;
        int[] sources = [context.Whole(left, node), context.Whole(right, node)];
        int stage = context.Add(by is CombineKind kind ? new CombineStage(node.Label, kind, sources, own)
            : new SumStage(node.Label, sources, own));
        return new([stage], [.. left.Axes.Select((axis, k) => IsSingle(axis) ? right.Axes[k] : axis)]);
    }

    /// <summary>
    /// Whether two values' axes stand for the same: channels are counted by width; time axes of one length are the same steps. An axis of
    /// size one stands beside time, and beside channels where its value has a single one: else both would have theirs on other axes.
    /// </summary>
    static bool Stands(OnnxNode node, (ComputedValue Value, int? Width) left, (ComputedValue Value, int? Width) right, int axis)
    {
        var roles = node.Context.Roles;
        var (a, b) = (left.Value.Axes[axis], right.Value.Axes[axis]);
        if (IsSingle(a) && IsSingle(b))
            return true;
        if (IsSingle(a) || IsSingle(b))
        {
            int? width = IsSingle(a) ? left.Width : right.Width;
            return (IsSingle(a) ? b : a).All(part => part.Size == 1 || roles.IsTime(part) || roles.IsChannel(part) && width == 1);
        }

        return a.Length == b.Length && a.Zip(b).All(pair => Alike(pair.First, pair.Second));

        bool Alike(AxisPart first, AxisPart second) => first == second
            || roles.IsChannel(first) && roles.IsChannel(second) && first.Size == second.Size
            || roles.IsTime(first) && roles.IsTime(second) && first.Size == second.Size && first.Size >= 0
                && roles.IsRagged(first) == roles.IsRagged(second);
    }

    static bool IsSingle(AxisPart[] axis) => Array.TrueForAll(axis, part => part.Size == 1 && part.Axis < 0);

    /// <summary>One feature, once for each of so many.</summary>
    static ComputedValue Widened(OnnxNode node, ComputedValue value, int width)
    {
        var context = node.Context;
        if (context.Width(value) == width)
            return value;
        context.Charge(2L * width, node);
        float[] ones = new float[width];
        Array.Fill(ones, 1);
        return value with { Parts = [context.Add(new LinearStage(node.Label, value.Parts[0], ones, new float[width], width))] };
    }
}
