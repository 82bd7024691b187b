using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Element-wise operators: between constants computed here, between features and a constant an affine stage.</summary>
static class Arithmetic
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Add"] = new(Add, 7, 2, 2, []),
        ["Div"] = new(Div, 7, 2, 2, []),
        ["Equal"] = new(Equal, 7, 2, 2, []),
        ["Mul"] = new(Mul, 7, 2, 2, []),
        ["Neg"] = new(Neg, 6, 1, 1, []),
        ["Sub"] = new(Sub, 7, 2, 2, []),
        ["Where"] = new(Where, 9, 3, 3, []),
    };

    public static void Add(OnnxNode node) => Evaluate(node, (a, b) => a + b, neutral: 0, scales: false);

    public static void Sub(OnnxNode node) => Evaluate(node, (a, b) => a - b, neutral: 0, scales: false);

    public static void Mul(OnnxNode node) => Evaluate(node, (a, b) => a * b, neutral: 1, scales: true);

    public static void Div(OnnxNode node) => Evaluate(node, (a, b) => a / b, neutral: 1, scales: true);

    public static void Neg(OnnxNode node)
    {
        if (node.Input(0, "input") is Constant constant)
        {
            node.Context.Charge(constant.Values.Length, node);
            node.Result(constant.Symbols is null ? constant with { Values = [.. constant.Values.Select(value => -value)] }
                : throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "Neg of a free size", "a known number", "export the model with that axis fixed"));
            return;
        }
        node.Result(Apply(node, node.ComputedInput(0, "input"), new([-1], [0]), isSum: false));
    }

    public static void Equal(OnnxNode node)
    {
        var (left, right) = Align(node, 0, 1);
        node.Result(new Constant(ElementType.Bool, left.Dims, [.. Enumerable.Range(0, left.Values.Length).Select(i => Same(left.Entry(i), right.Entry(i)))]));

        // A free size equals itself and no negative number; anything else is not known yet.
        double Same(Dim a, Dim b) => (a.IsStatic && b.IsStatic) || (a == b && a.Axis != Dim.Unknown) ? (a == b ? 1 : 0)
            : (a.IsStatic && a.Size < 0) || (b.IsStatic && b.Size < 0) ? 0
            : throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "a comparison with a free size", "known sizes", "export the model with that axis fixed");
    }

    public static void Where(OnnxNode node)
    {
        var (yes, no) = Align(node, 1, 2);
        var condition = node.ConstantInput(0, "the condition");
        if (!condition.Dims.SequenceEqual(yes.Dims) || condition.Symbols is not null)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "Where with operands of different shapes", "equal shapes",
                "export the model with constant folding on");
        int[] symbols = [.. condition.Values.Select((value, i) => (value != 0 ? yes : no).Symbols?[i] ?? Dim.Static)];
        node.Result(yes with
        {
            Values = [.. condition.Values.Select((value, i) => (value != 0 ? yes : no).Values[i])],
            Symbols = symbols.All(symbol => symbol == Dim.Static) ? null : symbols,
        });
    }

    static void Evaluate(OnnxNode node, Func<double, double, double> f, double neutral, bool scales)
    {
        switch (node.Input(0, "left side"), node.Input(1, "right side"))
        {
            case (Constant, Constant):
                node.Result(Fold(node, f, neutral));
                break;
            case (ComputedValue computed, Constant constant):
                node.Result(Scale(node, computed, constant, value => scales ? (f(1, value), 0) : (1, f(0, value)), isSum: !scales));
                break;
            case (Constant { Values: [1] }, ComputedValue computed) when node.OpType == "Div":
                node.Result(Moments.Inverse(node, computed));
                break;
            case (Constant constant, ComputedValue computed) when node.OpType != "Div":
                node.Result(Scale(node, computed, constant, value => scales ? (f(value, 1), 0) : (f(0, 1), value), isSum: node.OpType == "Add"));
                break;
            case (ComputedValue left, ComputedValue right):
                node.Result((node.OpType == "Mul" ? AttentionPooling.Product(node, left, right) : null)
                    ?? Moments.Combine(node, left, right) ?? (node.OpType == "Mul" ? SelfGates.Product(node, left, right) : null)
                    ?? ElementByElement.Of(node, left, right));
                break;
            default:
                throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{node.OpType} that is not of a computed value with a constant",
                    "a constant per feature", "division by a computed value is not supported");
        }
    }

    static ComputedValue Scale(OnnxNode node, ComputedValue computed, Constant constant, Func<double, (double Scale, double Shift)> map, bool isSum)
    {
        computed = PerFeature(node, computed, constant);
        var all = constant.Values.Select(map).ToArray();
        if (all.Any(pair => !double.IsFinite(pair.Scale) || !double.IsFinite(pair.Shift)))
            throw node.Refusal(ErrorCatalogue.NotFinite, $"{node.OpType} by a constant that gives no finite number", "a finite scale",
                "a feature with no variance has standard deviation 0: use 1 there");
        return Apply(node, computed, new([.. all.Select(pair => pair.Scale)], [.. all.Select(pair => pair.Shift)]), isSum);
    }

    /// <summary>
    /// Puts an affine stage behind each part. A sum directly behind a MatMul without bias is that layer's bias.
    /// </summary>
    public static ComputedValue Apply(OnnxNode node, ComputedValue computed, Affine map, bool isSum)
    {
        var context = node.Context;
        context.Charge(computed.Parts.Length + 2 * map.Scale.Length, node);
        if (isSum && computed.Parts is [>= 0 and var only] && context.Stages[only] is LinearStage { Bias: null } linear)
            return computed with { Parts = [context.Add(linear with { Bias = [.. Enumerable.Range(0, linear.Outputs).Select(i => (float)map.ShiftAt(i))] })] };

        var parts = new int[computed.Parts.Length];
        for (int i = 0, at = 0; i < parts.Length; i++)
        {
            int? width = context.Width(computed.Parts[i]);
            bool uniform = map.Scale.Length == 1;
            var own = uniform || parts.Length == 1 ? map : new(map.Scale[at..(at + width!.Value)], map.Shift[at..(at + width.Value)]);
            at += width ?? 0;
            parts[i] = Moments.Affine(node, computed.Parts[i], own) ?? context.Add(new AffineStage(node.Label, computed.Parts[i], context.OwnWidth(computed.Parts[i]), own));
        }
        return computed with { Parts = parts };
    }

    /// <summary>Requires a constant that is one number, or one per feature on the feature axis; its leading axes may add axes of size one.</summary>
    public static ComputedValue PerFeature(OnnxNode node, ComputedValue computed, Constant constant)
    {
        if (constant.Rank > computed.Rank)
            computed = computed with { Axes = [.. Enumerable.Repeat(Array.Empty<AxisPart>(), constant.Rank - computed.Rank), .. computed.Axes] };
        if (constant.Values.Length == 1)
            return computed;
        int[] wide = [.. Enumerable.Range(0, constant.Rank).Where(axis => constant.Dims[axis].Stored != 1)];
        if (wide.Length != 1 || constant.Symbols is not null)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{node.OpType} by a constant of shape [{string.Join(", ", constant.Dims)}]",
                "one number, or one per feature", "make it the same at every step");
        node.Context.Roles.RequireFeature(computed, wide[0] + computed.Rank - constant.Rank, constant.Values.Length, node);
        return computed;
    }

    static Constant Fold(OnnxNode node, Func<double, double, double> f, double neutral)
    {
        var (left, right) = Align(node, 0, 1);
        bool integer = left.Type is ElementType.Int32 or ElementType.Int64;
        var values = new double[left.Values.Length];
        var symbols = new int[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            var (a, b) = (left.Entry(i), right.Entry(i));
            bool commutes = node.OpType is "Add" or "Mul";
            symbols[i] = left.Symbols is null && right.Symbols is null || a.IsStatic && b.IsStatic ? Dim.Static
                : b.IsStatic && right.Values[i] == neutral ? a.Axis
                : a.IsStatic && left.Values[i] == neutral && commutes ? b.Axis
                : a.Axis >= 0 && b.IsStatic && (node.OpType, right.Values[i]) is ("Sub", 1) or ("Add", -1) ? Dim.LastOf(a.Axis)
                : Dim.Unknown;
            double value = symbols[i] == Dim.Static ? f(left.Values[i], right.Values[i]) : -1;
            if (!double.IsFinite(value))
                throw node.Refusal(ErrorCatalogue.NotFinite, $"{value} as the result of constants", "a finite number", "export the model again");
            values[i] = integer ? Math.Truncate(value) : left.Type == ElementType.Float32 ? (float)value : value;
        }
        return new(left.Type, left.Dims, values, symbols.All(symbol => symbol == Dim.Static) ? null : symbols);
    }

    static (Constant, Constant) Align(OnnxNode node, int first, int second)
    {
        Constant left = node.ConstantInput(first, "left side"), right = node.ConstantInput(second, "right side");
        var dims = Constants.CommonShape(node, left.Dims, right.Dims);
        return (Constants.Broadcast(node, left, dims), Constants.Broadcast(node, right, dims));
    }
}
