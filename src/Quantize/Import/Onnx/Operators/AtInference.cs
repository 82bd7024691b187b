using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Operators that are affine, or nothing, once training is over.</summary>
static class AtInference
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["BatchNormalization"] = new(BatchNormalization, 7, 5, 5, ["epsilon", "momentum", "spatial<9", "training_mode>=14"]),
        ["Dropout"] = new(Dropout, 7, 1, 3, ["ratio<12", "seed>=12"], 12),
    };

    public static void BatchNormalization(OnnxNode node)
    {
        if (node.Int("training_mode", 0) != 0)
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, "BatchNormalization with training_mode = 1", "0",
                "export the model after eval()");
        if (node.Int("spatial", 1) == 0)
            throw node.Refusal(ErrorCatalogue.UnsupportedAttribute, "BatchNormalization with spatial = 0", "1",
                "export at opset 9 or later");
        var computed = node.ComputedInput(0, "BatchNormalization's input");
        if (computed.Rank < 2)
            throw node.Refusal(ErrorCatalogue.BadShape, $"BatchNormalization of rank {computed.Rank}", "2 or more",
                "export the model again");
        double[][] statistics = [.. Enumerable.Range(1, 4).Select(Vector)];
        var (gamma, beta, mean, variance) = (statistics[0], statistics[1], statistics[2], statistics[3]);
        if (statistics.Any(vector => vector.Length != gamma.Length))
            throw node.Refusal(ErrorCatalogue.BadShape, "statistics of different lengths", $"{gamma.Length}", "export the model again");
        node.Context.Roles.RequireFeature(computed, 1, gamma.Length, node);

        float epsilon = node.Float("epsilon", 1e-5f);
        var affine = Affine.OfBatchNorm(gamma, beta, mean, variance, epsilon);
        if (affine.Scale.Concat(affine.Shift).Any(value => !double.IsFinite(value)))
            throw node.Refusal(ErrorCatalogue.NotFinite, "statistics that give no finite scale", "variances above −epsilon",
                "train again: this model diverged");
        node.Result(Arithmetic.Apply(node, computed, affine, isSum: false));

        double[] Vector(int input) => node.ConstantInput(input, "statistics") is { Rank: 1, Symbols: null } vector
            ? vector.Values
            : throw node.Refusal(ErrorCatalogue.BadShape, "statistics that are no vector", "one number per feature",
                "export the model again");
    }

    public static void Dropout(OnnxNode node)
    {
        if (node.Has(2) && node.ConstantInput(2, "training_mode") is not { Values: [0], Symbols: null })
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "Dropout in training mode", "inference",
                "export the model after eval()");
        node.Result(node.Input(0, "input"));
        node.Result(new Unavailable(node.Refusal(ErrorCatalogue.UnsupportedStructure, "Dropout's mask", "only its output",
            "export the model after eval()")), 1);
    }
}
