using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>
/// Attention pooling as people write it: softmax over time of one score a step; its weights times the states, by Mul and ReduceSum, by
/// MatMul with either on the left, or by Einsum.
/// </summary>
static class AttentionPooling
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Einsum"] = new(Einsum, 12, 2, 2, ["equation"]),
        ["ReduceSum"] = new(ReduceSum, 1, 1, 2, ["axes<13", "keepdims", "noop_with_empty_axes>=13"], 13),
    };

    /// <summary>Softmax over time, of one score a step.</summary>
    public static void Softmax(OnnxNode node, ComputedValue scores, int axis)
    {
        var context = node.Context;
        if (context.Width(scores) != 1)
            throw Odd(node, $"Softmax over time of {context.Width(scores)?.ToString() ?? "uncounted"} features", "one score a step",
                "score each step by one number, Linear(units, 1), or set dim=-1 where the features are meant");
        if (scores.Axes[axis] is [var time] && context.Roles.IsRagged(time))
            throw Odd(node, "Softmax over time behind sequence_lens, where short sequences have zeros", "windows that are whole",
                "export the model without lengths");
        int part = context.Whole(scores, node);
        node.Result(scores with { Parts = [context.Add(new AttentionPieceStage(node.Label, part, null, 1))] });
    }

    /// <summary>Whether a value is the weights of softmax over time.</summary>
    public static bool IsWeights(OnnxNode node, ComputedValue value) => Piece(node, value) is { Values: null };

    /// <summary>Weights times values, step by step; null where neither side is weights.</summary>
    public static ComputedValue? Product(OnnxNode node, ComputedValue left, ComputedValue right)
    {
        if (Sides(node, left, right) is not { } sides)
            return null;
        var (weights, values) = (sides.Weights, sides.Values);
        bool alike = weights.Rank == values.Rank && Enumerable.Range(0, weights.Rank).All(axis =>
            weights.Axes[axis].SequenceEqual(values.Axes[axis])
            || weights.Axes[axis].All(
                part => part.Size == 1 || node.Context.Roles.IsChannel(part) && part.Size == node.Context.Width(values)));
        if (!alike || !values.AxisParts.Contains(sides.Time))
            throw Shapes(node, left, right);
        int part = node.Context.Whole(values, node);
        var piece = new AttentionPieceStage(node.Label, sides.Scores, part, Width(node, part));
        return values with { Parts = [node.Context.Add(piece)] };
    }

    /// <summary>The last axis of the left side by the last but one of the right; null where neither side is weights.</summary>
    public static ComputedValue? MatrixProduct(OnnxNode node, ComputedValue left, ComputedValue right)
    {
        if (Sides(node, left, right) is not { } sides)
            return null;
        // Over time, and for the same windows: [N, 1, T] by [N, T, F], or [N, F, T] by [N, T, 1].
        bool fits = left.Rank == right.Rank && left.Rank >= 2
            && left.Axes[^1] is [var columns] && columns == sides.Time && right.Axes[^2] is [var rows] && rows == sides.Time
            && Enumerable.Range(0, left.Rank - 2).All(axis => left.Axes[axis].SequenceEqual(right.Axes[axis]));
        if (!fits)
            throw Shapes(node, left, right);
        AxisPart[][] axes = [.. left.Axes[..^1], right.Axes[^1]];
        var own = ReferenceEquals(sides.Weights, left) ? ^2 : ^1;
        if (axes[own].Any(part => part.Size != 1))
            throw Shapes(node, left, right);
        axes[own] = [];
        return Sum(node, sides.Scores, node.Context.Whole(sides.Values, node), axes);
    }

    /// <summary>Einsum of weights and values that leaves out time.</summary>
    public static void Einsum(OnnxNode node)
    {
        string equation = node.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        ComputedValue left = node.ComputedInput(0, "Einsum's left side"), right = node.ComputedInput(1, "Einsum's right side");
        string[] arrow = equation.Split("->"), terms = arrow[0].Split(',');
        bool written = arrow.Length == 2 && terms.Length == 2 && terms[0].Length == left.Rank && terms[1].Length == right.Rank
            && Array.TrueForAll([.. terms, arrow[1]], term => term.Distinct().Count() == term.Length);
        if (!written || Sides(node, left, right) is not { } sides)
            throw Refused();
        var axes = new Dictionary<char, AxisPart[]>();
        foreach (var (term, value) in new[] { (terms[0], left), (terms[1], right) })
            for (int axis = 0; axis < value.Rank; axis++)
                if (!axes.TryAdd(term[axis], value.Axes[axis]) && !axes[term[axis]].SequenceEqual(value.Axes[axis]))
                    throw Refused();
        char over = axes.FirstOrDefault(axis => axis.Value is [var part] && part == sides.Time).Key;
        bool sums = terms[0].Contains(over) && terms[1].Contains(over)
            && sides.Weights.AxisParts.All(part => part.Size == 1 || sides.Values.AxisParts.Contains(part))
            && axes.Keys.Where(letter => letter != over).Order().SequenceEqual(arrow[1].Order());
        node.Result(sums
            ? Sum(node, sides.Scores, node.Context.Whole(sides.Values, node), [.. arrow[1].Select(letter => axes[letter])])
            : throw Refused());

        ModelException Refused() => Odd(node, $"Einsum '{equation.Short()}' of {left.Describe()} and {right.Describe()}",
            "the weights of softmax over time and the values of each step, summed over time: bt,bth->bh",
            "write it with torch.bmm, or (w * h).sum(1)");
    }

    /// <summary>Over time: of weighted values an attention pooling; of others as often their mean.</summary>
    public static void ReduceSum(OnnxNode node)
    {
        var x = node.ComputedInput(0, "ReduceSum's input");
        long[]? given = node.Opset < 13 ? node.Ints("axes") : node.Has(1) ? [.. node.Integers(1, "axes").Select(axis => (long)axis)] : null;
        if (node.DistinctAxes(given ?? [], x.Rank) is not [var axis] || x.Axes[axis] is not [var time] || !node.Context.Roles.IsTime(time))
            throw Odd(node, $"ReduceSum over axes [{string.Join(", ", (given ?? []).Take(4))}] of a value of shape {x.Describe()}", "time",
                "sum features with a dense layer of ones");
        var axes = x with { Axes = [.. x.Axes[..axis], [], .. x.Axes[(axis + 1)..]] };
        var piece = Piece(node, x);
        if (piece is { Values: int values })
            x = Sum(node, piece.Scores, values, axes.Axes);
        else if (time.Size > 0 && piece is null)
            x = Arithmetic.Apply(node, Pooling.OverTime(node, x, axis, PoolKind.Average), new([time.Size], [0]), isSum: false);
        else
            throw Odd(node, "a sum over the steps of a window of any length", "a fixed number of steps, or weights of softmax over time",
                "take the mean over time, or export the model with the window's length fixed");
        node.Result(node.Int("keepdims", 1) != 0 ? x : x with { Axes = [.. x.Axes[..axis], .. x.Axes[(axis + 1)..]] });
    }

    /// <summary>Weights repeated for each feature, which changes none of them.</summary>
    public static ComputedValue Repeated(ComputedValue weights, int axis, long times) =>
        weights with { Axes = [.. weights.Axes[..axis], [AxisPart.Features(times)], .. weights.Axes[(axis + 1)..]] };

    /// <summary>Which of both is weights, of what scores and over which time; null where none is.</summary>
    static (ComputedValue Weights, ComputedValue Values, int Scores, AxisPart Time)? Sides(
        OnnxNode node, ComputedValue left, ComputedValue right)
    {
        var (weights, values) = IsWeights(node, left) ? (left, right) : (right, left);
        return Piece(node, weights) is not { Values: null } piece ? null
            : weights.AxisParts.Where(node.Context.Roles.IsTime).ToArray() is [var time] ? (weights, values, piece.Scores, time)
            : throw Shapes(node, left, right);
    }

    static AttentionPieceStage? Piece(OnnxNode node, ComputedValue value) =>
        value.Parts is [>= 0 and var part] ? node.Context.Stages[part] as AttentionPieceStage : null;

    static ComputedValue Sum(OnnxNode node, int scores, int values, AxisPart[][] axes) =>
        new([node.Context.Add(new AttentionStage(node.Label, [scores, values], Width(node, values)))], axes);

    static int Width(OnnxNode node, int part) => node.Context.Width(part) ?? throw node.Refusal(ErrorCatalogue.BadShape,
        "weighted values whose features are not counted", "a fixed number of features", "export the model with that axis fixed");

    static ModelException Shapes(OnnxNode node, ComputedValue left, ComputedValue right) => Odd(node,
        $"{node.OpType} of {left.Describe()} and {right.Describe()}, of which one is weights of softmax over time",
        "weights and values of the same steps and windows: [N, T, 1] times [N, T, F], or [N, 1, T] by [N, T, F]",
        "unsqueeze the weights on the features' axis");

    static ModelException Odd(OnnxNode node, string found, string expected, string remedy) =>
        node.Refusal(ErrorCatalogue.UnsupportedStructure, found, expected, remedy);
}
