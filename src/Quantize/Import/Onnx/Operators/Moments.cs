using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Stages;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>
/// Layer normalisation, whole or as exporters take it apart: PyTorch before opset 17 writes (x − mean) / √(mean((x − mean)²) + ε)·γ + β, Keras x·s + (β − mean·s)
/// with s = γ/√(variance + ε). Each piece is a stage of its own; the sum that makes it whole becomes the layer.
/// </summary>
static class Moments
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["LayerNormalization"] = new(LayerNormalization, 17, 2, 3, ["axis", "epsilon", "stash_type"]),
        ["Pow"] = new(Pow, 7, 2, 2, []),
        ["Reciprocal"] = new(Reciprocal, 6, 1, 1, []),
        ["Sqrt"] = new(Sqrt, 6, 1, 1, []),
    };

    public static void LayerNormalization(OnnxNode node)
    {
        var x = node.ComputedInput(0, "LayerNormalization's input");
        int axis = node.Axis(node.Int("axis", -1), x.Rank);
        if (axis != x.Rank - 1 || node.Int("stash_type", 1) != 1)
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"LayerNormalization with axis = {axis} of {x.Rank}, stash_type = {node.Int("stash_type", 1)}",
                "the features alone, in float32", "normalise over the last axis only");
        node.Context.Roles.RequireFeature(x, axis, null, node);
        int width = Width(node, x);
        double[] gamma = Vector(1, "scale", 1), beta = Vector(2, "bias", 0);
        node.Result(Norm(node, x, node.Context.Whole(x, node), gamma, beta, Epsilon(node, node.Float("epsilon", 1e-5f))));

        double[] Vector(int input, string what, double absent)
        {
            if (!node.Has(input))
                return [.. Enumerable.Repeat(absent, width)];
            var given = node.ConstantInput(input, what);
            return given is { Rank: 1, Symbols: null } && given.Values.Length == width ? given.Values
                : throw node.Refusal(ErrorCatalogue.BadShape, $"{what} of shape [{string.Join(", ", given.Dims)}]", $"[{width}]", "export the model again");
        }
    }

    /// <summary>The mean over the features, of a value or of its squared deviations.</summary>
    public static ComputedValue Mean(OnnxNode node, ComputedValue x, int axis)
    {
        int part = node.Context.Whole(x, node);
        if (Squares(node, part) is { } squares)
            return Single(node, x, axis, squares with { Step = VarianceStep.Mean });
        int width = Width(node, x);
        node.Context.Charge(4L * width, node);
        return Single(node, x, axis, new MomentStage(node.Label, part, width) { B = Ones(width) });
    }

    public static bool IsSquares(OnnxNode node, ComputedValue x) => x.Parts is [var part] && Squares(node, part) is not null;

    /// <summary>Pow, of deviations by 2; of other values by 2 or 3, on the way to a GELU.</summary>
    public static void Pow(OnnxNode node)
    {
        var x = node.ComputedInput(0, "Pow's base");
        bool isMoment = x.Parts is [var part] && (Moment(node, part) is not null || Variance(node, part) is not null);
        switch (node.ConstantInput(1, "exponent"))
        {
            case { Values: [2] } when isMoment:
                node.Result(Square(node, x));
                break;
            case { Values: [var exponent] } when !isMoment && exponent is 2 or 3:
                SelfGates.Power(node, x, (int)exponent);
                break;
            default:
                throw Piece(node, "Pow with another exponent than 2 or 3");
        }
    }

    /// <summary>The squares of deviations, which only lead to a variance.</summary>
    public static ComputedValue Square(OnnxNode node, ComputedValue x) => x.Parts is [var part] && Moment(node, part) is { K: 0 } moment && Array.TrueForAll(moment.A, a => a == 1)
        && Array.TrueForAll(moment.B, b => b == -1) && IsZero(moment.C) && IsZero(moment.D)
        ? x with { Parts = [node.Context.Add(new VarianceStage(node.Label, moment.Source, moment.Features, VarianceStep.Squares, 0))] }
        : throw Piece(node, $"{node.OpType} of a computed value by itself");

    public static void Sqrt(OnnxNode node)
    {
        var x = node.ComputedInput(0, "Sqrt's input");
        node.Result(x.Parts is [var part] && Variance(node, part) is { Step: VarianceStep.Shifted } variance
            ? x with { Parts = [node.Context.Add(variance with { Step = VarianceStep.Root })] }
            : throw Piece(node, "Sqrt of a computed value"));
    }

    public static void Reciprocal(OnnxNode node) => node.Result(Inverse(node, node.ComputedInput(0, "Reciprocal's input")));

    /// <summary>1/√(variance + ε): a piece with D = 1.</summary>
    public static ComputedValue Inverse(OnnxNode node, ComputedValue x) => x.Parts is [var part] && Variance(node, part) is { Step: VarianceStep.Root } root
        ? x with { Parts = [node.Context.Add(Inverse(node, root))] }
        : throw Piece(node, $"{node.OpType} of one by a computed value");

    /// <summary>An affine step over a piece; null where the part is none.</summary>
    public static int? Affine(OnnxNode node, int part, Affine map)
    {
        if (Variance(node, part) is { } variance)
            return variance.Step == VarianceStep.Mean && map is { Scale: [1], Shift: [var epsilon] } ? node.Context.Add(variance with { Step = VarianceStep.Shifted, Epsilon = Epsilon(node, epsilon) })
                : throw Piece(node, $"{node.OpType} of a variance by something else than its ε");
        if (Moment(node, part) is not { } moment)
            return part >= 0 && node.Context.Stages[part] is NormStage norm ? node.Context.Add(norm with
            {
                Gamma = [.. norm.Gamma.Select((value, i) => value * map.ScaleAt(i))],
                Beta = [.. norm.Beta.Select((value, i) => value * map.ScaleAt(i) + map.ShiftAt(i))],
            }) : null;
        node.Context.Charge(4L * moment.Features, node);
        return node.Context.Add(moment with
        {
            A = [.. moment.A.Select((value, i) => value * map.ScaleAt(i))],
            B = [.. moment.B.Select((value, i) => value * map.ScaleAt(i))],
            D = [.. moment.D.Select((value, i) => value * map.ScaleAt(i))],
            C = [.. moment.C.Select((value, i) => value * map.ScaleAt(i) + map.ShiftAt(i))],
        });
    }

    /// <summary>Two computed values of which one is a piece, under Add, Sub, Mul or Div; null where none is.</summary>
    public static ComputedValue? Combine(OnnxNode node, ComputedValue left, ComputedValue right)
    {
        var context = node.Context;
        if ((Of(left.Parts[0]) ?? Of(right.Parts[0])) is not var (source, width))
            return null;
        int l = context.Whole(left, node), r = context.Whole(right, node);
        context.Charge(16L * width, node);
        if (node.OpType is "Mul" && l == r)
            return Square(node, left);
        MomentStage? a = AsMoment(l), b = node.OpType == "Div" && Variance(node, r) is { Step: VarianceStep.Root } root ? Inverse(node, root) : AsMoment(r);
        if (a is null || b is null)
            throw Piece(node, $"{node.OpType} of two computed values");
        var result = node.OpType switch
        {
            "Add" => Sum(node, a, b, 1),
            "Sub" => Sum(node, a, b, -1),
            "Mul" => Product(node, a, b) ?? Product(node, b, a),
            _ => Variance(node, r) is null ? null : Product(node, a, b),
        } ?? throw Piece(node, $"{node.OpType} of two computed values");
        // The wider of both says which axes there are: a mean has one of size one in place of the features.
        var axes = left.AxisParts.Any(context.Roles.IsChannel) ? left : right;
        bool whole = result.K == 1 && IsZero(result.D) && result.A.Zip(result.B, (x, y) => x + y).All(sum => sum == 0);
        return whole ? Norm(node, axes, result.Source, result.A, result.C, result.Epsilon) : axes with { Parts = [context.Add(result)] };

        (int, int)? Of(int part) => Moment(node, part) is { } m ? (m.Source, m.Features) : Variance(node, part) is { } v ? (v.Source, v.Features) : null;

        // The value that is normalised is a piece itself: A = 1.
        MomentStage? AsMoment(int part) => Moment(node, part) is { } moment ? (moment.Source == source ? moment : null)
            : part == source ? new(node.Label, source, width) { A = Ones(width) } : null;
    }

    static MomentStage? Sum(OnnxNode node, MomentStage a, MomentStage b, double sign)
    {
        // A piece without the deviation in it and one with: only the constants of the former may be left.
        if (a.K != b.K)
            return null;
        return a with { Name = node.Label, A = Add(a.A, b.A), B = Add(a.B, b.B), C = Add(a.C, b.C), D = Add(a.D, b.D), Epsilon = a.K == 0 ? 0 : a.Epsilon };

        double[] Add(double[] x, double[] y) => [.. x.Zip(y, (p, q) => p + sign * q)];
    }

    /// <summary>(A∘x + B·mean + C + D) by D·inv: the constants of a piece without the deviation are one.</summary>
    static MomentStage? Product(OnnxNode node, MomentStage value, MomentStage inverse)
    {
        if (value.K != 0 || inverse.K != 1 || !IsZero(inverse.A) || !IsZero(inverse.B) || !IsZero(inverse.C))
            return null;
        return inverse with { Name = node.Label, A = Times(value.A), B = Times(value.B), D = Times([.. value.C.Zip(value.D, (c, d) => c + d)]) };

        double[] Times(double[] values) => [.. values.Zip(inverse.D, (x, y) => x * y)];
    }

    static MomentStage Inverse(OnnxNode node, VarianceStage root)
    {
        node.Context.Charge(4L * root.Features, node);
        return new(node.Label, root.Source, root.Features) { D = Ones(root.Features), K = 1, Epsilon = root.Epsilon };
    }

    static ComputedValue Norm(OnnxNode node, ComputedValue axes, int source, double[] gamma, double[] beta, float epsilon) =>
        axes with { Parts = [node.Context.Add(new NormStage(node.Label, source, gamma, beta, epsilon))] };

    static ComputedValue Single(OnnxNode node, ComputedValue x, int axis, Stage stage) => new([node.Context.Add(stage)], [.. x.Axes[..axis], [], .. x.Axes[(axis + 1)..]]);

    static MomentStage? Moment(OnnxNode node, int part) => part >= 0 ? node.Context.Stages[part] as MomentStage : null;

    static VarianceStage? Variance(OnnxNode node, int part) => part >= 0 ? node.Context.Stages[part] as VarianceStage : null;

    static VarianceStage? Squares(OnnxNode node, int part) => Variance(node, part) is { Step: VarianceStep.Squares } squares ? squares : null;

    static int Width(OnnxNode node, ComputedValue x) => node.Context.Width(x) ?? throw node.Refusal(ErrorCatalogue.BadShape, $"{node.OpType} of values whose features are not counted",
        "a fixed number of features", "export the model with that axis fixed");

    static float Epsilon(OnnxNode node, double epsilon) => epsilon >= 0 && float.IsFinite((float)epsilon) ? (float)epsilon
        : throw node.Refusal(ErrorCatalogue.NotFinite, $"ε = {epsilon}", "0 or a small positive number", "export the model again");

    static double[] Ones(int width) => [.. Enumerable.Repeat(1.0, width)];

    static bool IsZero(double[] values) => Array.TrueForAll(values, value => value == 0);

    static ModelException Piece(OnnxNode node, string found) => node.Refusal(ErrorCatalogue.UnsupportedStructure, found, "a sum with a constant or with another layer's output, or a layer normalisation",
        "attention, gating and other products of computed values are not supported");
}
