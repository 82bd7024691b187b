using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>The greatest or the mean over some steps, or over all of them.</summary>
static class Pooling
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["AveragePool"] = new(Average, 1, 1, 1,
            ["auto_pad", "ceil_mode>=10", "count_include_pad", "dilations>=19", "kernel_shape", "pads", "strides"]),
        ["GlobalAveragePool"] = new(GlobalAverage, 1, 1, 1, []),
        ["GlobalMaxPool"] = new(GlobalMax, 1, 1, 1, []),
        ["MaxPool"] = new(Max, 1, 1, 1,
            ["auto_pad", "ceil_mode>=10", "dilations>=10", "kernel_shape", "pads", "storage_order>=8", "strides"]),
        ["ReduceMax"] = new(ReduceMax, 1, 1, 2, ["axes<18", "keepdims", "noop_with_empty_axes>=18"], 18),
        ["ReduceMean"] = new(ReduceMean, 1, 1, 2, ["axes<18", "keepdims", "noop_with_empty_axes>=18"], 18),
    };

    public static void Max(OnnxNode node) => Some(node, PoolKind.Max);

    public static void Average(OnnxNode node) => Some(node, PoolKind.Average);

    public static void GlobalMax(OnnxNode node) => Global(node, PoolKind.Max);

    public static void GlobalAverage(OnnxNode node) => Global(node, PoolKind.Average);

    public static void ReduceMax(OnnxNode node) => Reduce(node, PoolKind.Max);

    public static void ReduceMean(OnnxNode node) => Reduce(node, PoolKind.Average);

    static void Some(OnnxNode node, PoolKind kind)
    {
        var shape = new WindowShape(node);
        if (shape.Dilation != 1 || node.Int("storage_order", 0) != 0)
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"{node.OpType} with dilations or storage_order", "neither", "export the model without them");
        if (shape.Before >= shape.Kernel || shape.After >= shape.Kernel)
            throw node.Refusal(ErrorCatalogue.BadShape, $"pads of {shape.Before} and {shape.After} with a kernel of {shape.Kernel}", "less than the kernel", "export the model again");
        long rest = shape.Time.Size < 0 ? -1 : (shape.Time.Size + shape.Before + shape.After - shape.Kernel) % shape.Stride;
        if (node.Int("ceil_mode", 0) != 0 && shape.Stride > 1 && rest != 0)
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"{node.OpType} with ceil_mode = 1 and a last window that is not whole", "whole windows", "set ceil_mode=False, or fix the window's length");
        // PyTorch writes the padding of a mean that counts it as zeros before it.
        bool counts = node.Int("count_include_pad", 0) != 0, zeros = shape.HasPad;
        if (zeros && (kind == PoolKind.Max || !counts && (node.Ints("pads") ?? []).Any(pad => pad != 0)))
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"Pad in front of {node.OpType}", "the pooling's own pads", "set the pooling's padding instead");
        int? width = node.Context.Width(shape.Part);
        var layer = new PoolLayer
        {
            Name = node.Label,
            Sources = [-1],
            Kind = kind,
            Width = width ?? 0,
            Kernel = shape.Kernel,
            Stride = shape.Stride,
            PadBefore = shape.Before,
            PadAfter = shape.After,
            CountsPadding = counts || zeros,
        };
        int channels = width ?? throw node.Refusal(ErrorCatalogue.BadShape, $"{node.OpType} of values whose features are not counted", "a fixed number of features", "export the model with that axis fixed");
        node.Result(shape.Result(node.Context.Add(new PoolStage(node.Label, shape.Part, node.Context.OwnWidth(shape.Part), layer)), channels));
        if (node.Proto.Output.Count > 1)
            node.Result(new Unavailable(node.Refusal(ErrorCatalogue.UnsupportedStructure, "MaxPool's indices", "only its values", "set return_indices=False")), 1);
    }

    static void Global(OnnxNode node, PoolKind kind)
    {
        var x = node.ComputedInput(0, $"{node.OpType}'s input");
        if (x.Rank < 3)
            throw node.Refusal(ErrorCatalogue.BadShape, $"{node.OpType} of a value of shape {x.Describe()}", "[batch, features, time]", "export the model again");
        node.Context.Roles.RequireFeature(x, 1, null, node);
        node.Context.Roles.BindBatch(x, 0, node);
        int[] long_ = [.. Enumerable.Range(2, x.Rank - 2).Where(axis => x.Axes[axis].Length > 0 && x.Size(axis) != new Dim(1))];
        node.Result(OverTime(node, x, long_.Length == 1 ? long_[0] : x.Rank - 1, kind));
    }

    /// <summary>Over time a pooling; the mean over features is the beginning of a layer normalisation.</summary>
    static void Reduce(OnnxNode node, PoolKind kind)
    {
        var x = node.ComputedInput(0, $"{node.OpType}'s input");
        long[]? given = node.Opset < 18 ? node.Ints("axes") : node.Has(1) ? [.. node.Integers(1, "axes").Select(axis => (long)axis)] : null;
        int[] axes = node.DistinctAxes(given ?? [], x.Rank);
        bool keeps = node.Int("keepdims", 1) != 0;
        if (axes.Length != 1)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{node.OpType} over {(given is null ? "every axis" : $"{axes.Length} axes")}", "time, or the features", "reduce one axis at a time");
        int axis = axes[0];
        if (keeps && kind == PoolKind.Average)
            node.Context.Roles.AssumeFeatures(x, axis, node);
        bool features = node.Context.Roles.IsFeature(x, axis, node.Context);
        if (features && kind == PoolKind.Max)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "ReduceMax over the features", "over time", "take the maximum outside of the model");
        var result = features || Moments.IsSquares(node, x) ? Moments.Mean(node, x, axis) : OverTime(node, x, axis, kind);
        node.Result(keeps ? result : result with { Axes = [.. result.Axes[..axis], .. result.Axes[(axis + 1)..]] });
    }

    public static ComputedValue OverTime(OnnxNode node, ComputedValue x, int axis, PoolKind kind)
    {
        var context = node.Context;
        context.Roles.BindTime(x, axis, node);
        var pooled = context.Each(x, node, part => new PoolStage(node.Label, part, context.OwnWidth(part), new()
        {
            Name = node.Label,
            Sources = [-1],
            Kind = kind,
            Width = context.Width(part) ?? throw node.Refusal(ErrorCatalogue.BadShape, $"{node.OpType} of values whose features are not counted",
                "a fixed number of features", "export the model with that axis fixed"),
        }));
        return pooled with { Axes = [.. x.Axes[..axis], [], .. x.Axes[(axis + 1)..]] };
    }
}
