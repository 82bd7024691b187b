using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Gemm and MatMul of features by constant weights, at every step for itself.</summary>
static class Dense
{
    public static void MatMul(OnnxNode node)
    {
        var computed = node.ComputedInput(0, "MatMul's left side");
        Linear(node, computed, Matrix(node, 1), transposed: false, alpha: 1, bias: null);
    }

    public static void Gemm(OnnxNode node)
    {
        if (node.Int("transA", 0) != 0)
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, "Gemm with transA = 1", "transA = 0", "transpose the weights instead");
        var computed = node.ComputedInput(0, "Gemm's left side");
        if (computed.Rank != 2)
            throw node.Refusal(ErrorCatalogue.BadShape, $"Gemm of a value of rank {computed.Rank}", "rank 2", "export the model again");
        var matrix = Matrix(node, 1);
        bool transposed = node.Int("transB", 0) != 0;
        Linear(node, computed, matrix, transposed, node.Float("alpha", 1), Bias(node, (int)matrix.Dims[transposed ? 0 : 1].Size));
    }

    static Constant Matrix(OnnxNode node, int input)
    {
        var matrix = node.ConstantInput(input, "weights");
        return matrix.Rank == 2 && matrix.Dims.All(dim => dim.IsStatic && dim.Size > 0) ? matrix
            : throw node.Refusal(ErrorCatalogue.BadShape, $"weights of shape [{string.Join(", ", matrix.Dims)}]", "[inputs, outputs]",
                "export the model again");
    }

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

    static void Linear(OnnxNode node, ComputedValue computed, Constant matrix, bool transposed, float alpha, float[]? bias)
    {
        var context = node.Context;
        int inputs = (int)matrix.Dims[transposed ? 1 : 0].Size, outputs = context.CheckWidth(matrix.Dims[transposed ? 0 : 1].Size, node);
        if (computed.Rank == 0)
            throw node.Refusal(ErrorCatalogue.BadShape, "a value without axes", "features", "export the model again");
        context.Roles.RequireFeature(computed, computed.Rank - 1, inputs, node);
        context.Charge(matrix.Values.Length, node);
        var weights = new float[matrix.Values.Length]; // [outputs, inputs]
        for (int o = 0; o < outputs; o++)
            for (int i = 0; i < inputs; i++)
                weights[o * inputs + i] = (float)(alpha * matrix.Values[transposed ? o * inputs + i : i * outputs + o]);
        int stage = context.Add(new LinearStage(node.Label, context.Whole(computed, node), weights, bias, outputs));
        node.Result(new ComputedValue([stage], [.. computed.Axes[..^1], [AxisPart.Features(outputs)]]));
    }
}
