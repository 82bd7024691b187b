using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Operators that make or convert constants and shapes.</summary>
static class Constants
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Cast"] = new(Cast, 6, 1, 1, ["to", "saturate>=19"]),
        ["Constant"] = new(Constant, 1, 0, 0, ["value", "value_float>=12", "value_floats>=12", "value_int>=12", "value_ints>=12"]),
        ["ConstantOfShape"] = new(ConstantOfShape, 9, 1, 1, ["value"]),
        ["Expand"] = new(Expand, 8, 2, 2, []),
        ["Range"] = new(Range, 11, 3, 3, []),
        ["ReduceProd"] = new(ReduceProd, 1, 1, 2, ["axes<18", "keepdims", "noop_with_empty_axes>=18"], 18),
        ["Shape"] = new(Shape, 1, 1, 1, ["start>=15", "end>=15"]),
    };

    public static void Constant(OnnxNode node)
    {
        Constant? value = node.Tensor("value")
            ?? (node.HasAttribute("value_float") ? Scalar(ElementType.Float32, node.Float("value_float", 0)) : null)
            ?? (node.HasAttribute("value_int") ? Scalar(ElementType.Int64, node.Int("value_int", 0)) : null)
            ?? (node.Floats("value_floats") is { } floats ? List(ElementType.Float32, [.. floats.Select(f => (double)f)]) : null)
            ?? (node.Ints("value_ints") is { } ints ? List(ElementType.Int64, [.. ints.Select(i => (double)i)]) : null);
        node.Result(value ?? throw node.Refusal(ErrorCatalogue.MissingValue, "Constant without a value", "attribute 'value'", "export the model again"));
    }

    static Constant Scalar(ElementType type, double value) => new(type, [], [value]);

    static Constant List(ElementType type, double[] values) => new(type, Values.Constant.Static(values.Length), values);

    public static void Cast(OnnxNode node)
    {
        var to = (ElementType)node.Int("to", 0);
        bool isComputed = node.Input(0, "input") is ComputedValue computed && !Classes.IsClass(node, computed);
        if (TensorReader.Width(to) == 0 || isComputed && to is not (ElementType.Float32 or ElementType.Float64))
            throw node.Refusal(ErrorCatalogue.UnsupportedType, $"Cast to element type {(int)to}", "float32 (1), for shapes also int32 and int64",
                "export the model in float32");
        if (node.Input(0, "input") is not Constant constant)
        {
            node.Result(node.Input(0, "input"));
            return;
        }
        node.Context.Charge(constant.Values.Length, node);
        node.Result(constant with { Type = to, Values = [.. constant.Values.Select(value => Convert(value, to))] });
    }

    static double Convert(double value, ElementType to) => to switch
    {
        ElementType.Float32 => (float)value,
        ElementType.Float64 => value,
        ElementType.Bool => value == 0 ? 0 : 1,
        _ => Math.Truncate(value),
    };

    public static void Shape(OnnxNode node)
    {
        Dim[] dims = node.Input(0, "input") switch
        {
            Constant constant => constant.Dims,
            ComputedValue computed => [.. Enumerable.Range(0, computed.Rank).Select(computed.Size)],
            _ => throw Reshaping.OnlyLengths(node),
        };
        int start = Clamp(node.Int("start", 0)), end = Clamp(node.Int("end", dims.Length));
        node.Result(Values.Constant.Integers(dims[start..Math.Max(start, end)]));

        int Clamp(long at) => (int)Math.Clamp(at < 0 ? at + dims.Length : at, 0, dims.Length);
    }

    public static void ConstantOfShape(OnnxNode node)
    {
        var dims = ShapeInput(node, 0);
        var fill = node.Tensor("value") ?? new Constant(ElementType.Float32, Values.Constant.Static(1), [0]);
        if (fill.Values.Length != 1)
            throw node.Refusal(ErrorCatalogue.BadShape, $"a value of {fill.Values.Length} elements", "one element", "export the model again");
        node.Context.Charge(Values.Constant.StoredCount(dims), node);
        node.Result(fill.Strided(dims, new int[dims.Length]));
    }

    public static void Expand(OnnxNode node)
    {
        if (node.Input(0, "Expand's input") is ComputedValue computed)
        {
            node.Result(Repetition.Expand(node, computed, ShapeInput(node, 1)));
            return;
        }
        var target = ShapeInput(node, 1);
        var constant = Unfrozen(node, node.ConstantInput(0, "Expand's input"), target);
        node.Result(Broadcast(node, constant, CommonShape(node, constant.Dims, target)));
    }

    /// <summary>
    /// A state of zeros with the rows of the batch that the exporter traced, expanded to a batch that is free: rows that are all alike are
    /// one, for any number.
    /// </summary>
    static Constant Unfrozen(OnnxNode node, Constant constant, Dim[] target)
    {
        for (int axis = 0; axis < constant.Rank && constant.Rank == target.Length && constant.Symbols is null; axis++)
        {
            if (target[axis].IsStatic || constant.Dims[axis] is not { IsStatic: true, Size: > 1 } rows)
                continue;
            var one = Selection.Take(node, constant, axis, [0]);
            for (int row = 1; row < rows.Size; row++)
                if (!Selection.Take(node, constant, axis, [row]).Values.AsSpan().SequenceEqual(one.Values))
                    throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{rows.Size} different rows expanded to a batch of any size",
                        "one row for all", "export with a batch of one, so that the state is [layers, 1, units]");
            node.Context.Note(
                $"'{node.Label}': the graph was traced with {rows.Size} windows, whose rows are alike; it is read for any number");
            constant = one;
        }

        return constant;
    }

    public static void Range(OnnxNode node)
    {
        double[] bounds = [.. Enumerable.Range(0, 3).Select(i => node.ConstantInput(i, "Range's bounds"))
            .Select(c => c is { Values.Length: 1, Symbols: null } ? c.Values[0] : throw node.Refusal(ErrorCatalogue.BadShape, "a bound that is no known number",
                "a number", "export the model with constant folding on"))];
        double count = Math.Max(0, Math.Ceiling((bounds[1] - bounds[0]) / bounds[2]));
        if (!(count < int.MaxValue))
            throw node.Refusal(ErrorCatalogue.BadShape, $"a range of {count} elements", "fewer", "export the model again");
        node.Context.Charge((long)count, node);
        node.Result(new Constant(node.ConstantInput(0, "start").Type, Values.Constant.Static((long)count),
            [.. Enumerable.Range(0, (int)count).Select(i => bounds[0] + i * bounds[2])]));
    }

    /// <summary>Of the sizes of axes, as tf2onnx multiplies them in front of a dense layer: a list's product.</summary>
    public static void ReduceProd(OnnxNode node)
    {
        var list = node.ConstantInput(0, "ReduceProd's input");
        long[]? axes = node.Opset < 18 ? node.Ints("axes") : node.Has(1) ? [.. node.Integers(1, "axes").Select(axis => (long)axis)] : null;
        bool isAll = axes is null ? node.Int("noop_with_empty_axes", 0) == 0 : axes is [0 or -1];
        if (list.Rank != 1 || !isAll)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"ReduceProd of a constant of rank {list.Rank}", "the product of a list of sizes",
                "export the model with constant folding on");
        Dim[] entries = [.. list.Entries().Where(dim => dim != new Dim(1))];
        var product = entries.All(dim => dim.IsStatic) ? new Dim(entries.Aggregate(1L, (product, dim) => Math.Clamp(product * dim.Size, -1, int.MaxValue)))
            : entries is [var only] ? only
            : new(-1, Dim.Unknown);
        var result = Values.Constant.Integers([product]);
        node.Result(node.Int("keepdims", 1) != 0 ? result : result with { Dims = [] });
    }

    /// <summary>An input that holds a shape; sizes may be free.</summary>
    public static Dim[] ShapeInput(OnnxNode node, int input)
    {
        var constant = node.ConstantInput(input, "shape");
        if (constant.Rank != 1 || constant.Values.Length > TensorReader.MaxRank)
            throw node.Refusal(ErrorCatalogue.BadShape, $"a shape of rank {constant.Rank} with {constant.Values.Length} entries",
                $"a list of at most {TensorReader.MaxRank} sizes", "export the model again");
        var dims = constant.Entries();
        foreach (var dim in dims)
            if (dim.Axis == Dim.Unknown || dim.IsStatic && dim.Size is < 0 or > int.MaxValue)
                throw node.Refusal(ErrorCatalogue.BadShape, $"a shape with entry {dim}", "known sizes, or free sizes of the graph's input",
                    "export the model with fewer dynamic axes");
        return dims;
    }

    public static Constant Broadcast(OnnxNode node, Constant constant, Dim[] dims)
    {
        node.Context.Charge(Values.Constant.StoredCount(dims), node);
        var own = constant.Strides();
        var strides = new int[dims.Length];
        for (int axis = 0; axis < constant.Rank; axis++)
            if (constant.Dims[axis].Stored != 1)
                strides[axis + dims.Length - constant.Rank] = own[axis];
        return constant.Strided(dims, strides);
    }

    public static Dim[] CommonShape(OnnxNode node, Dim[] left, Dim[] right)
    {
        var common = new Dim[Math.Max(left.Length, right.Length)];
        for (int i = 1; i <= common.Length; i++)
        {
            Dim a = i <= left.Length ? left[^i] : new(1), b = i <= right.Length ? right[^i] : new(1);
            common[^i] = a == b || b == new Dim(1) ? a : a == new Dim(1) ? b
                : throw node.Refusal(ErrorCatalogue.BadShape, $"sizes {a} and {b} on one axis", "equal sizes, or 1",
                    "export the model again: its shapes disagree");
        }
        return common;
    }
}
