using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Functions of each value. What a function and an affine step make together is written so.</summary>
static class Activations
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Clip"] = new(Clip, 6, 1, 3, ["min<11", "max<11"], 11),
        ["Elu"] = new(Named, 6, 1, 1, ["alpha"]),
        ["HardSigmoid"] = new(Named, 6, 1, 1, ["alpha", "beta"]),
        ["LeakyRelu"] = new(Named, 6, 1, 1, ["alpha"]),
        ["LogSoftmax"] = new(LogSoftmax, 1, 1, 1, ["axis"]),
        ["PRelu"] = new(PRelu, 7, 2, 2, []),
        ["Relu"] = new(Named, 6, 1, 1, []),
        ["Selu"] = new(Selu, 6, 1, 1, ["alpha", "gamma"]),
        ["Sigmoid"] = new(Named, 6, 1, 1, []),
        ["Softmax"] = new(Softmax, 1, 1, 1, ["axis"]),
        ["Softplus"] = new(Named, 1, 1, 1, []),
        ["Softsign"] = new(Named, 1, 1, 1, []),
        ["Tanh"] = new(Named, 6, 1, 1, []),
        ["ThresholdedRelu"] = new(Named, 10, 1, 1, ["alpha"]),
    };

    /// <summary>Selu's constants, as ONNX has them by default.</summary>
    const float SeluAlpha = 1.67326319217681884765625f, SeluGamma = 1.05070102214813232421875f;

    /// <summary>An operator that is a function of each value, by its own name.</summary>
    public static void Named(OnnxNode node) => Each(node, new Activation(ActivationNames.Of(node, (name, absent) => Number(node, name, absent))));

    public static void Selu(OnnxNode node)
    {
        var inner = Apply(node, node.ComputedInput(0, "Selu's input"), new(new ScalarFunction(FunctionKind.Elu, Number(node, "alpha", SeluAlpha))));
        node.Result(Arithmetic.Apply(node, inner, new([Number(node, "gamma", SeluGamma)], [0]), isSum: false));
    }

    /// <summary>One slope for all features is a leaky relu.</summary>
    public static void PRelu(OnnxNode node)
    {
        var slope = node.ConstantInput(1, "slope");
        if (slope.Values.Length == 0 || slope.Values.Any(value => value != slope.Values[0]))
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "PRelu with a slope per feature", "one slope", "train with PReLU(num_parameters=1) or LeakyReLU");
        Each(node, new Activation(new ScalarFunction(FunctionKind.LeakyRelu, (float)slope.Values[0])));
    }

    /// <summary>Clip to [low, high] is low + (high − low) · hard_sigmoid; without one of the ends it is a relu.</summary>
    public static void Clip(OnnxNode node)
    {
        var computed = node.ComputedInput(0, "Clip's input");
        bool attributes = node.Opset < 11;
        double low = attributes ? node.Float("min", float.NegativeInfinity) : Bound(1, float.NegativeInfinity);
        double high = attributes ? node.Float("max", float.PositiveInfinity) : Bound(2, float.PositiveInfinity);
        if (low <= float.MinValue && high >= float.MaxValue || high <= low || double.IsNaN(low) || double.IsNaN(high))
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"Clip to [{low}, {high}]", "a lower end, or an upper one above it",
                "leave it out");
        if (low <= float.MinValue)
        {
            var below = Arithmetic.Apply(node, computed, new([-1], [high]), isSum: false);
            node.Result(Arithmetic.Apply(node, Apply(node, below, Activation.Relu), new([-1], [high]), isSum: false));
            return;
        }

        if (high >= float.MaxValue)
        {
            var above = Arithmetic.Apply(node, computed, new([1], [-low]), isSum: false);
            node.Result(Arithmetic.Apply(node, Apply(node, above, Activation.Relu), new([1], [low]), isSum: false));
            return;
        }
        var inner = Apply(node, computed, new(new ScalarFunction(FunctionKind.HardSigmoid, (float)(1 / (high - low)), (float)(-low / (high - low)))));
        node.Result(low == 0 && high == 1 ? inner : Arithmetic.Apply(node, inner, new([high - low], [low]), isSum: false));

        double Bound(int input, double absent) => !node.Has(input) ? absent
            : node.BoundInput(input, "bound") is { Values: [var bound], Symbols: null } ? bound
            : throw node.Refusal(ErrorCatalogue.BadShape, "a bound that is no single number", "a number", "export the model again");
    }

    public static void Softmax(OnnxNode node) => OverFeatures(node, Activation.Softmax);

    public static void LogSoftmax(OnnxNode node) => OverFeatures(node, Activation.LogSoftmax);

    static void OverFeatures(OnnxNode node, Activation activation)
    {
        var computed = node.ComputedInput(0, $"{node.OpType}'s input");
        bool flattens = node.Opset < 13;
        int axis = node.Axis(node.Int("axis", flattens ? 1 : -1), computed.Rank);
        var over = flattens ? computed.Axes[axis..] : computed.Axes[axis..(axis + 1)];
        var parts = ComputedValue.Merge([.. over.SelectMany(axisParts => axisParts)]);
        if (parts is [var time] && node.Context.Roles.IsTime(time) && !activation.IsLog)
        {
            AttentionPooling.Softmax(node, computed, Array.FindIndex(computed.Axes, axisParts => axisParts.Contains(time)));
            return;
        }

        // Before opset 13 everything from the axis on is normalised together: the features alone only if the rest has size one.
        bool alone = !flattens || ComputedValue.Merge([.. computed.Axes[axis..].SelectMany(axisParts => axisParts)]) is [var only]
            && (node.Context.Roles.IsFeature(computed, computed.Rank - 1, node.Context) || node.Context.Roles.IsChannel(only) || axis == computed.Rank - 1);
        if (alone)
            for (; flattens && axis < computed.Rank - 1 && computed.Axes[axis].Length == 0; axis++)
            {
            }
        if (!alone)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure,
                $"{node.OpType} over axis {axis} of a value of shape {computed.Describe()}",
                activation.IsLog ? "the features of one step" : "the features of one step, or time", "set axis=-1");
        node.Context.Roles.RequireFeature(computed, axis, null, node);
        node.Result(Apply(node, computed with { Parts = [node.Context.Whole(computed, node)] }, activation));
    }

    static void Each(OnnxNode node, Activation activation) => node.Result(Apply(node, node.ComputedInput(0, $"{node.OpType}'s input"), activation));

    public static ComputedValue Apply(OnnxNode node, ComputedValue computed, Activation activation) =>
        node.Context.Each(computed, node, part => new ActivationStage(node.Label, part, node.Context.OwnWidth(part), activation));

    static float Number(OnnxNode node, string name, float absent) => node.Float(name, absent) is var value && float.IsFinite(value) ? value
        : throw node.Refusal(ErrorCatalogue.NotFinite, $"{name} = {node.Float(name, absent)} of {node.OpType}", "a finite number", "export the model again");
}
