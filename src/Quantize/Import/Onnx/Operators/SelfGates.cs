using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Stages;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>
/// Functions that exporters write as a value times a function of itself: SiLU, x · sigmoid(x); GELU, x/2 · (1 + erf(x/√2)), and its form by
/// tanh and a cube. Factors may stand at any place of the product.
/// </summary>
static class SelfGates
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Erf"] = new(Erf, 9, 1, 1, []),
        ["Exp"] = new(Exp, 6, 1, 1, []),
        ["Gelu"] = new(Gelu, 20, 1, 1, ["approximate"]),
    };

    /// <summary>Of factors that float32 rounded, and of 0.044715 and √(2/π), which people shorten.</summary>
    const double Rounded = 1e-6, Shortened = 1e-5;

    static readonly double TanhFactor = Math.Sqrt(2 / Math.PI);

    /// <summary>What a stage is behind another: scale · x + shift, for all features alike.</summary>
    readonly record struct Reach(int Part, double Scale, double Shift);

    public static void Erf(OnnxNode node) => node.Result(node.Context.Each(node.ComputedInput(0, "Erf's input"), node,
        part => new ErfStage(node.Label, part, node.Context.OwnWidth(part))));

    public static void Gelu(OnnxNode node) => Function(node, node.Text("approximate", "none") switch
    {
        "none" => FunctionKind.Gelu,
        "tanh" => FunctionKind.GeluTanh,
        var other => throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"Gelu with approximate = '{other.Short()}'",
            "'none' or 'tanh'", "export the model again"),
    });

    public static void Exp(OnnxNode node) => Function(node, FunctionKind.Exp);

    /// <summary>x² or x³.</summary>
    public static void Power(OnnxNode node, ComputedValue x, int exponent) => node.Result(Powers(node, x, exponent));

    /// <summary>A product of a value and a function of it, or of its powers; null where it is another.</summary>
    public static ComputedValue? Product(OnnxNode node, ComputedValue left, ComputedValue right)
    {
        // Of the same values in another order of axes it would be another product.
        if (!left.SameAxes(right, except: -1) || left.Parts is not [var l] || right.Parts is not [var r])
            return null;
        if (l == r)
            return Powers(node, left, 2);
        if (IsPower(node, r, l, 2) || IsPower(node, l, r, 2))
            return Powers(node, IsPower(node, r, l, 2) ? left : right, 3);
        return Of(node, left, r) ?? Of(node, right, l);
    }

    static ComputedValue Powers(OnnxNode node, ComputedValue x, int exponent) =>
        node.Context.Each(x, node, part => new PowerStage(node.Label, part, node.Context.OwnWidth(part), exponent));

    static void Function(OnnxNode node, FunctionKind kind) => node.Result(
        Activations.Apply(node, node.ComputedInput(0, $"{node.OpType}'s input"), new(new ScalarFunction(kind))));

    static bool IsPower(OnnxNode node, int part, int of, int exponent) =>
        part >= 0 && node.Context.Stages[part] is PowerStage power && power.Exponent == exponent && power.Source == of;

    /// <summary>x times what is behind <paramref name="gate"/>: scale · f(x) + shift, where f is a sigmoid, erf or tanh.</summary>
    static ComputedValue? Of(OnnxNode node, ComputedValue x, int gate)
    {
        var chain = Below(node, gate);
        var (function, scale, shift) = chain[^1];
        var (kind, argument) = function < 0 ? default : node.Context.Stages[function] switch
        {
            ActivationStage { Activation.Function.Kind: FunctionKind.Sigmoid } sigmoid => (FunctionKind.Silu, sigmoid.Source),
            ActivationStage { Activation.Function.Kind: FunctionKind.Tanh } tanh => (FunctionKind.GeluTanh, tanh.Source),
            ErfStage erf => (FunctionKind.Gelu, erf.Source),
            _ => default,
        };
        // A sigmoid stands alone; the others have a one beside them.
        if (kind == default || !Close(shift, kind == FunctionKind.Silu ? 0 : scale))
            return null;
        if (kind == FunctionKind.GeluTanh)
            return Cubic(node, argument) is { } cubic ? Result(node, x, kind, cubic, 2 * scale) : null;
        var inner = kind == FunctionKind.Silu ? Below(node, argument)
            : Below(node, argument).ConvertAll(reach => reach with { Scale = reach.Scale * Math.Sqrt(2) });
        return Result(node, x, kind, inner, kind == FunctionKind.Silu ? scale : 2 * scale);
    }

    /// <summary>
    /// Of √(2/π)·(z + 0.044715 z³) that value which z is of: the stages below the sum's linear side, as z = scale · x; else null.
    /// </summary>
    static List<Reach>? Cubic(OnnxNode node, int argument)
    {
        var chain = Below(node, argument);
        var (sum, factor, shift) = chain[^1];
        if (shift != 0 || sum < 0 || node.Context.Stages[sum] is not SumStage { Sources: [var first, var second] })
            return null;
        foreach (var (line, cube) in new[] { (first, second), (second, first) })
        {
            var (power, cubeScale, cubeShift) = Below(node, cube)[^1];
            if (cubeShift != 0 || power < 0 || node.Context.Stages[power] is not PowerStage { Exponent: 3 } of)
                continue;
            var below = Below(node, line);
            var at = below.FindIndex(reach => reach.Part == of.Source && reach.Shift == 0);
            // factor · line = √(2/π) · z, and factor · cube = √(2/π) · 0.044715 · z³.
            double z = at < 0 ? 0 : factor * below[at].Scale / TanhFactor;
            if (at >= 0 && Close(factor * cubeScale, TanhFactor * 0.044715 * z * z * z, Shortened))
                return below.ConvertAll(reach => reach with { Scale = reach.Scale * factor / TanhFactor });
        }

        return null;
    }

    /// <summary>x · f, where f's argument and x are multiples of one value v: k · g(s · v), with g the function of x by itself.</summary>
    static ComputedValue? Result(OnnxNode node, ComputedValue x, FunctionKind kind, List<Reach> argument, double factor)
    {
        foreach (var (part, own, shift) in Below(node, x.Parts[0]))
        {
            var inner = argument.Find(reach => reach.Part == part && reach.Scale > 0 && reach.Shift == 0);
            if (shift != 0 || inner == default)
                continue;
            var common = x with { Parts = [part] };
            if (!Close(inner.Scale, 1))
                common = Arithmetic.Apply(node, common, new([inner.Scale], [0]), isSum: false);
            var made = Activations.Apply(node, common, new(new ScalarFunction(kind)));
            double rest = own * factor / inner.Scale;
            return Close(rest, 1) ? made : Arithmetic.Apply(node, made, new([rest], [0]), isSum: false);
        }

        return null;
    }

    /// <summary>A stage, and all below it as far as steps are of the form scale · x + shift, the same for each feature.</summary>
    static List<Reach> Below(OnnxNode node, int part)
    {
        List<Reach> chain = [new(part, 1, 0)];
        while (chain.Count < 16 && chain[^1] is var (at, scale, shift) && at >= 0
            && node.Context.Stages[at] is AffineStage { Map: { Scale: [var own], Shift: [var added] } } affine)
            chain.Add(new(affine.Source, scale * own, scale * added + shift));
        return chain;
    }

    static bool Close(double a, double b, double tolerance = Rounded) => Math.Abs(a - b) <= tolerance * Math.Abs(b);
}
