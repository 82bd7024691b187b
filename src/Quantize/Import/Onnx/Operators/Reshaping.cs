using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Operators that move, add and drop axes without touching an element.</summary>
static class Reshaping
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Flatten"] = new(Flatten, 1, 1, 1, ["axis"]),
        ["Reshape"] = new(Reshape, 5, 2, 2, ["allowzero>=14"]),
        ["Squeeze"] = new(Squeeze, 1, 1, 2, ["axes<13"], 13),
        ["Transpose"] = new(Transpose, 1, 1, 1, ["perm"]),
        ["Unsqueeze"] = new(Unsqueeze, 1, 1, 2, ["axes<13"], 13),
    };

    public static void Transpose(OnnxNode node)
    {
        var value = node.Input(0, "input");
        int rank = Rank(node, value);
        int[] order = node.Ints("perm") is { } given ? node.DistinctAxes(given, rank) : [.. Enumerable.Range(0, rank).Reverse()];
        if (order.Length != rank)
            throw node.Refusal(ErrorCatalogue.BadShape, $"perm of {order.Length} axes", $"{rank}", "export the model again");
        if (value is Constant constant)
        {
            node.Context.Charge(constant.Values.Length, node);
            var strides = constant.Strides();
            node.Result(constant.Strided([.. order.Select(axis => constant.Dims[axis])], [.. order.Select(axis => strides[axis])]));
        }
        else if (value is ComputedValue computed)
            node.Result(computed with { Axes = [.. order.Select(axis => computed.Axes[axis])] });
    }

    public static void Squeeze(OnnxNode node)
    {
        var value = node.Input(0, "input");
        int rank = Rank(node, value);
        Func<int, Dim> size = axis => value is Constant constant ? constant.Dims[axis] : ((ComputedValue)value).Size(axis);
        int[] axes = Axes(node) is { } given ? node.DistinctAxes(given, rank) : [.. Enumerable.Range(0, rank).Where(axis => size(axis) == new Dim(1))];
        foreach (int axis in axes)
            if (size(axis) != new Dim(1))
                throw node.Refusal(ErrorCatalogue.BadShape, $"Squeeze of axis {axis}, whose size is {size(axis)}", "size 1",
                    "export the model with that axis fixed");
        node.Result(value is Constant c
            ? c with { Dims = [.. c.Dims.Where((_, axis) => !axes.Contains(axis))] }
            : (ComputedValue)value with { Axes = [.. ((ComputedValue)value).Axes.Where((_, axis) => !axes.Contains(axis))] });
    }

    public static void Unsqueeze(OnnxNode node)
    {
        var value = node.Input(0, "input");
        long[] given = Axes(node) ?? throw node.Refusal(ErrorCatalogue.MissingValue, "Unsqueeze without axes", "axes", "export the model again");
        int rank = Rank(node, value) + given.Length;
        if (rank > TensorReader.MaxRank)
            throw node.Refusal(ErrorCatalogue.BadShape, $"rank {rank}", $"at most {TensorReader.MaxRank}", "export the model again");
        foreach (int axis in node.DistinctAxes(given, rank).Order())
            value = value is Constant constant
                ? constant with { Dims = [.. constant.Dims[..axis], new Dim(1), .. constant.Dims[axis..]] }
                : (ComputedValue)value with { Axes = [.. ((ComputedValue)value).Axes[..axis], [], .. ((ComputedValue)value).Axes[axis..]] };
        node.Result(value);
    }

    public static void Flatten(OnnxNode node)
    {
        var computed = node.ComputedInput(0, "Flatten's input");
        int at = node.Int("axis", 1) is var axis && axis == computed.Rank ? computed.Rank : node.Axis(axis, computed.Rank);
        node.Result(computed with { Axes = [ComputedValue.Merge([.. computed.Axes[..at].SelectMany(a => a)]), ComputedValue.Merge([.. computed.Axes[at..].SelectMany(a => a)])] });
    }

    public static void Reshape(OnnxNode node)
    {
        var value = node.Input(0, "input");
        var shape = node.ConstantInput(1, "Reshape's shape");
        if (shape.Rank != 1 || shape.Values.Length > TensorReader.MaxRank)
            throw node.Refusal(ErrorCatalogue.BadShape, $"a shape of rank {shape.Rank} with {shape.Values.Length} entries", "a short list of sizes",
                "export the model again");
        var target = shape.Entries();
        int rank = Rank(node, value), product = Array.FindIndex(target, dim => dim.Axis == Dim.Unknown);
        if (product >= 0 && !target.Contains(new Dim(-1)))
            target[product] = new(-1); // what the others leave is the only product that fits
        if (node.Int("allowzero", 0) == 0)
            for (int axis = 0; axis < target.Length; axis++)
                if (target[axis] == new Dim(0))
                    target[axis] = axis >= rank
                        ? throw node.Refusal(ErrorCatalogue.BadShape, $"a 0 at place {axis} of Reshape's shape", $"at most {rank} places to copy",
                            "export the model again")
                        : value is Constant c ? c.Dims[axis] : ((ComputedValue)value).Size(axis);
        node.Result(value is ComputedValue computed ? computed with { Axes = Regrouping.Regroup(node, computed, target) } : Reshape(node, (Constant)value, target));
    }

    static Constant Reshape(OnnxNode node, Constant constant, Dim[] target)
    {
        int inferred = Array.FindIndex(target, dim => dim.IsStatic && dim.Size < 0);
        if (inferred >= 0)
        {
            target[inferred] = new(1);
            long rest = Constant.StoredCount(target);
            target[inferred] = new(rest > 0 ? constant.Values.Length / rest : 0);
        }
        bool free = target.Concat(constant.Dims).Any(dim => !dim.IsStatic);
        if (free && !target.SequenceEqual(constant.Dims) || target.Any(dim => dim.Size is < -1 or > int.MaxValue)
            || Constant.StoredCount(target) != constant.Values.Length)
            throw node.Refusal(ErrorCatalogue.BadShape, $"Reshape of {constant.Values.Length} constants to [{string.Join(", ", target)}]",
                "a shape of as many elements", "export the model again: its shapes disagree");
        return constant with { Dims = target };
    }

    static long[]? Axes(OnnxNode node) => node.Opset < 13 ? node.Ints("axes")
        : node.Has(1) ? [.. node.Integers(1, "axes").Select(axis => (long)axis)] : null;

    static int Rank(OnnxNode node, Value value) => value switch
    {
        Constant constant => constant.Rank,
        ComputedValue computed => computed.Rank,
        _ => throw OnlyLengths(node),
    };

    public static ModelException OnlyLengths(OnnxNode node) => node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{node.OpType} of the sequence lengths",
        "recurrent layers as their only readers", "compute with the lengths outside of the model");
}
