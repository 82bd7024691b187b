using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Stages;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Gemm and MatMul of features by constant weights, at every step for itself.</summary>
static class Dense
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Gemm"] = new(Gemm, 7, 2, 3, ["alpha", "beta", "transA", "transB"]),
        ["MatMul"] = new(MatMul, 1, 2, 2, []),
    };

    public static void MatMul(OnnxNode node)
    {
        var computed = node.ComputedInput(0, "MatMul's left side");
        if (node.Input(1, "right side") is ComputedValue right)
        {
            node.Result(AttentionPooling.MatrixProduct(node, computed, right) ?? throw node.Refusal(ErrorCatalogue.UnsupportedStructure,
                $"MatMul of two computed values, {computed.Describe()} and {right.Describe()}",
                "a constant matrix, or the weights of softmax over time and the values of each step",
                "pool with attention, the mean or the last step: attention of every step to every other is not supported"));
            return;
        }

        // By a vector: the matrix's only column, whose axis is not kept.
        var weights = node.ConstantInput(1, "weights");
        bool isVector = weights.Rank == 1;
        if (isVector)
            weights = weights with { Dims = [.. weights.Dims, new Dim(1)] };
        Linear(node, computed, Matrix(node, weights), transposed: false, alpha: 1, bias: null);
        if (isVector && node.Outputs[0] is ComputedValue column)
            node.Result(column with { Axes = column.Axes[..^1] });
    }

    public static void Gemm(OnnxNode node)
    {
        if (node.Int("transA", 0) != 0)
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, "Gemm with transA = 1", "transA = 0", "transpose the weights instead");
        var computed = node.ComputedInput(0, "Gemm's left side");
        if (computed.Rank != 2)
            throw node.Refusal(ErrorCatalogue.BadShape, $"Gemm of a value of rank {computed.Rank}", "rank 2", "export the model again");
        var matrix = Matrix(node, node.ConstantInput(1, "weights"));
        bool transposed = node.Int("transB", 0) != 0;
        Linear(node, computed, matrix, transposed, node.Float("alpha", 1), Bias(node, (int)matrix.Dims[transposed ? 0 : 1].Size));
    }

    /// <summary>The channels on axis 1 by weights [O, I, 1…], as a convolution of one tap has them.</summary>
    public static void OfChannels(OnnxNode node, ComputedValue computed, Constant weights, float[] bias)
    {
        var context = node.Context;
        int outputs = context.CheckWidth(bias.Length, node), inputs = (int)weights.Dims[1].Size;
        context.Roles.RequireFeature(computed, 1, inputs, node);
        context.Charge(weights.Values.Length, node);
        float[] w = [.. weights.Values.Select(value => (float)value)];
        int stage = context.Add(new LinearStage(node.Label, context.Whole(computed, node), w, bias, outputs));
        AxisPart[][] axes = [.. computed.Axes];
        axes[1] = [AxisPart.Features(outputs)];
        node.Result(new ComputedValue([stage], axes));
    }

    static Constant Matrix(OnnxNode node, Constant matrix) =>
        matrix.Rank == 2 && matrix.Dims.All(dim => dim.IsStatic && dim.Size > 0) ? matrix
        : throw node.Refusal(ErrorCatalogue.BadShape, $"weights of shape [{string.Join(", ", matrix.Dims)}]", "[inputs, outputs]",
            "export the model again");

    static float[] Bias(OnnxNode node, int outputs)
    {
        node.Context.CheckWidth(outputs, node);
        var bias = new float[outputs];
        if (!node.Has(2))
            return bias;
        var given = node.ConstantInput(2, "bias");
        if (given.Values.Length != 1 && (given.Values.Length != outputs || given.Dims[^1] != new Dim(outputs)) || given.Rank > 2)
            throw node.Refusal(ErrorCatalogue.BadShape, $"a bias of shape [{string.Join(", ", given.Dims)}]", $"[{outputs}]", "export the model again");
        float beta = node.Float("beta", 1);
        for (int i = 0; i < outputs; i++)
            bias[i] = (float)(beta * given.Values[given.Values.Length == 1 ? 0 : i]);
        return bias;
    }

    /// <summary>
    /// Steps that a Flatten or Reshape put side by side on the last axis, features of one behind those of the one before, or, as behind a
    /// convolution, steps of one feature behind those of the one before; 0 where none did.
    /// </summary>
    static (int Steps, bool ByFeature) FlatSteps(OnnxNode node, ComputedValue computed, int inputs)
    {
        var roles = node.Context.Roles;
        if (!roles.HasTime && computed.Axes[^1] is [{ Axis: 1 }, { Axis: 2 }] && roles.AssumeUsual())
            node.Context.Note("no layer says which axis of the input is time: [batch, time, features] is taken");
        if (computed.Axes[^1] is not [.., var innermost] merged)
            return default;
        bool byFeature = merged.Length > 1 && roles.IsTime(innermost);
        var (time, channels) = byFeature ? (merged[^1], merged[..^1]) : (merged[0], merged[1..]);
        if (!roles.IsTime(time))
            return default;
        if (time.Size < 0)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "a dense layer over all steps of a window of any length", "a fixed number of steps",
                "export the model with the window's length fixed, or take the last step");
        if (roles.IsRagged(time))
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "a dense layer over all steps behind sequence_lens", "Y_h, each sequence's own last",
                "take the last step, or export the model without lengths");
        if (time.Size < 1 || inputs % time.Size != 0)
            throw node.Refusal(ErrorCatalogue.BadShape, $"{inputs} inputs over {time.Size} steps", "as many for each", "export the model again: its shapes disagree");
        var apart = computed with { Axes = [.. computed.Axes[..^1], [time], channels] };
        roles.RequireFeature(apart, apart.Rank - 1, (int)(inputs / time.Size), node);
        return ((int)time.Size, byFeature);
    }

    /// <summary>A dense layer over all steps of a window is a convolution as long as the window.</summary>
    static ConvLayer AllSteps(OnnxNode node, float[] weights, float[] bias, int steps) => new()
    {
        Name = node.Label,
        Sources = [-1],
        W = weights,
        Bias = bias,
        Activation = Activation.Identity,
        Kernel = steps,
    };

    static void Linear(OnnxNode node, ComputedValue computed, Constant matrix, bool transposed, float alpha, float[]? bias)
    {
        var context = node.Context;
        int inputs = (int)matrix.Dims[transposed ? 1 : 0].Size, outputs = context.CheckWidth(matrix.Dims[transposed ? 0 : 1].Size, node);
        if (computed.Rank == 0)
            throw node.Refusal(ErrorCatalogue.BadShape, "a value without axes", "features", "export the model again");
        var (steps, byFeature) = FlatSteps(node, computed, inputs);
        if (steps == 0)
            context.Roles.RequireFeature(computed, computed.Rank - 1, inputs, node);
        context.Charge(matrix.Values.Length, node);
        var weights = new float[matrix.Values.Length]; // [outputs, inputs]
        for (int o = 0; o < outputs; o++)
            for (int i = 0; i < inputs; i++)
            {
                int from = byFeature ? i % (inputs / steps) * steps + i / (inputs / steps) : i;
                weights[o * inputs + i] = (float)(alpha * matrix.Values[transposed ? o * inputs + from : from * outputs + o]);
            }

        int source = context.Whole(computed, node);
        Stage made = steps == 0 ? new LinearStage(node.Label, source, weights, bias, outputs)
            : new TimedConvStage(node.Label, source, AllSteps(node, weights, bias ?? new float[outputs], steps),
                computed.Axes[^1][byFeature ? ^1 : 0]);
        int stage = context.Add(made);
        node.Result(new ComputedValue([stage], [.. computed.Axes[..^1], [AxisPart.Features(outputs)]]));
    }
}
