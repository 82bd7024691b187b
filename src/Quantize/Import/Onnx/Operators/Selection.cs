using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Slice, Gather and Split: of constants any, of computed values the last step, one layer's state, or features.</summary>
static class Selection
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Gather"] = new(Gather, 1, 2, 2, ["axis"]),
        ["Slice"] = new(Slice, 1, 1, 5, ["axes<10", "starts<10", "ends<10"], 10),
        ["Split"] = new(Split, 2, 1, 2, ["axis", "split<13", "num_outputs>=18"], 13),
    };

    public static void Gather(OnnxNode node)
    {
        var value = node.Input(0, "input");
        int axis = node.Axis(node.Int("axis", 0), Rank(node, value));
        var given = node.ConstantInput(1, "indices");
        bool scalar = given.Rank == 0;
        int[] indices = value is ComputedValue over && IsLast(given, over.Size(axis)) ? [-1] : node.Integers(1, "indices");
        if (value is Constant constant)
        {
            constant = Take(node, constant, axis, [.. indices.Select(index => Within(index, constant.Dims[axis].Stored))]);
            node.Result(scalar ? constant with { Dims = [.. constant.Dims[..axis], .. constant.Dims[(axis + 1)..]] } : constant);
        }
        else
        {
            var computed = (ComputedValue)value;
            int size = computed.Size(axis) is { IsStatic: true } dim ? (int)dim.Size : -1;
            computed = Steps.Select(node, computed, axis, size >= 0 ? [.. indices.Select(index => Within(index, size))] : indices);
            node.Result(scalar ? computed with { Axes = [.. computed.Axes[..axis], .. computed.Axes[(axis + 1)..]] } : computed);
        }

        int Within(int index, int size) => index >= -size && index < size
            ? index < 0 ? index + size : index
            : throw node.Refusal(ErrorCatalogue.BadShape, $"index {index} on an axis of size {size}", "one within it", "export the model again");
    }

    /// <summary>Whether an index is the size of this free axis, less one: x.shape[1] - 1.</summary>
    static bool IsLast(Constant index, Dim size) =>
        index is { Rank: <= 1, Values: [_] } && !size.IsStatic && index.Entry(0).LastAxis is int axis && axis == size.Axis;

    public static void Slice(OnnxNode node)
    {
        var value = node.Input(0, "input");
        bool attributes = node.Opset < 10;
        long[] starts = (attributes ? node.Ints("starts") : Bounds(1)) ?? throw Missing("starts");
        long[] ends = (attributes ? node.Ints("ends") : Bounds(2)) ?? throw Missing("ends");
        long[] given = (attributes ? node.Ints("axes") : Bounds(3)) ?? [.. Enumerable.Range(0, starts.Length)];
        long[] steps = Bounds(4) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        int[] axes = node.DistinctAxes(given, Rank(node, value));
        if (starts.Length != axes.Length || ends.Length != axes.Length || steps.Length != axes.Length || steps.Contains(0))
            throw node.Refusal(ErrorCatalogue.BadShape, $"{starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps",
                "as many of each, no step 0", "export the model again");

        for (int i = 0; i < axes.Length; i++)
            value = value switch
            {
                Constant constant when constant.Dims[axes[i]].IsStatic => Take(node, constant, axes[i], Indices(node, constant.Dims[axes[i]].Size, starts[i], ends[i], steps[i])),
                Constant when IsWhole(starts[i], ends[i], steps[i]) => value,
                ComputedValue computed => Steps.Slice(node, computed, axes[i], starts[i], ends[i], steps[i]),
                _ => throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "a slice of a free axis", "the whole axis",
                    "export the model with constant folding on"),
            };
        node.Result(value);

        long[]? Bounds(int input)
        {
            if (attributes || !node.Has(input))
                return null;
            var bounds = node.ConstantInput(input, "bounds");
            return bounds is { Rank: 1, Symbols: null } ? [.. bounds.Values.Select(bound => (long)bound)]
                : throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "slice bounds that depend on a free size", "known numbers",
                    "index from the end, as in out[:, -1]");
        }

        ModelException Missing(string what) => node.Refusal(ErrorCatalogue.MissingValue, $"Slice without {what}", what, "export the model again");
    }

    public static bool IsWhole(long start, long end, long step) => start == 0 && step == 1 && end >= int.MaxValue;

    /// <summary>What a slice selects, with ONNX's clamping.</summary>
    public static int[] Indices(OnnxNode node, long size, long start, long end, long step)
    {
        start = Math.Clamp(start < 0 ? start + size : start, step < 0 ? -1 : 0, step < 0 ? size - 1 : size);
        end = Math.Clamp(end < -size ? -1 : end < 0 ? end + size : end, step < 0 ? -1 : 0, size);
        long distance = step > 0 ? end - start : start - end;
        Int128 stride = Int128.Abs(step);
        int count = distance <= 0 ? 0 : (int)((distance + stride - 1) / stride);
        node.Context.Charge(count, node);
        var indices = new int[count];
        for (int i = 0; i < count; i++)
            indices[i] = (int)(start + i * step);
        return indices;
    }

    /// <summary>Constant rows along one axis.</summary>
    public static Constant Take(OnnxNode node, Constant constant, int axis, int[] indices)
    {
        Dim[] dims = [.. constant.Dims[..axis], new Dim(indices.Length), .. constant.Dims[(axis + 1)..]];
        long count = Constant.StoredCount(dims);
        node.Context.Charge(count, node);
        int inner = constant.Strides()[axis], size = constant.Dims[axis].Stored;
        var map = new int[count];
        for (int i = 0; i < map.Length; i++)
        {
            int row = i / inner, outer = row / indices.Length;
            map[i] = (outer * size + indices[row % indices.Length]) * inner + i % inner;
        }
        return constant.Pick(dims, map);
    }

    /// <summary>Equal parts, or of the sizes given: an attribute, from opset 13 an input.</summary>
    public static void Split(OnnxNode node)
    {
        var value = node.Input(0, "input");
        int axis = node.Axis(node.Int("axis", 0), Rank(node, value)), count = node.Proto.Output.Count;
        var size = value is Constant known ? known.Dims[axis] : ((ComputedValue)value).Size(axis);
        if (!size.IsStatic)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "Split of a free axis", "an axis of known size", "export the model with that axis fixed");
        long each = (size.Size + Math.Max(count, 1) - 1) / Math.Max(count, 1);
        long[] sizes = node.Ints("split") ?? (node.Has(1) ? [.. node.Integers(1, "sizes").Select(part => (long)part)]
            : [.. Enumerable.Range(0, count).Select(part => Math.Clamp(size.Size - part * each, 0, each))]);
        if (sizes.Length != count || sizes.Any(part => part < 0 || part > size.Size) || sizes.Sum() != size.Size || node.Int("num_outputs", count) != count)
            throw node.Refusal(ErrorCatalogue.BadShape, $"Split of {size} into [{string.Join(", ", sizes.Take(8))}]", $"{count} sizes that make {size}", "export the model again");
        for (int i = 0, at = 0; i < count; at += (int)sizes[i], i++)
        {
            node.Context.Charge(sizes[i], node);
            int[] places = [.. Enumerable.Range(at, (int)sizes[i])];
            node.Result(value is Constant constant ? Take(node, constant, axis, places) : Steps.Select(node, (ComputedValue)value, axis, places), i);
        }
    }

    static int Rank(OnnxNode node, Value value) => value switch
    {
        Constant constant => constant.Rank,
        ComputedValue computed => computed.Rank,
        _ => throw Reshaping.OnlyLengths(node),
    };
}
