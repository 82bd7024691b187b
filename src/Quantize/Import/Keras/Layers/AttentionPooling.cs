using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Keras.Layers;

/// <summary>
/// Attention pooling out of Keras's layers: softmax over steps of one score a step, as Softmax(axis=1) or behind Flatten; RepeatVector and
/// Permute, which give each feature the same weights; Multiply and a mean over time, or Dot over the steps.
/// </summary>
static class AttentionPooling
{
    /// <summary>Softmax over time; null where it is over features.</summary>
    public static KerasValue? Softmax(LayerCall call)
    {
        bool overTime = call.Config.ClassName == "Softmax" && call.Any is { HasTime: true, Flat: 0 };
        overTime &= call.Config.Integer(-1, "axis") is 1 or -2;
        if (!overTime && call.Any is not { Flat: > 0, Width: 1 })
            return null;
        return OverTime(call, call.Any);
    }

    /// <summary>The weights of softmax over the steps of one score each.</summary>
    public static KerasValue OverTime(LayerCall call, KerasValue scores) =>
        scores.Width == 1 && !scores.Reversed && scores.Mask is null
            ? call.Add(scores, new AttentionPieceStage(call.Name, scores.Stage, null, 1))
            : throw call.Refusal($"softmax over the steps of values of shape {scores.Shape}", "one score a step, in the order of samples",
                "score each step with Dense(1)");

    /// <summary>[batch, steps] weights to [batch, features, steps], the same for each feature; null where no weights are given.</summary>
    public static KerasValue? Repeated(LayerCall call) => IsWeights(call, call.Any) && call.Any.Flat > 0
        ? call.Any with { Across = true } : null;

    /// <summary>Back to [batch, steps, features].</summary>
    public static KerasValue? Turned(LayerCall call, int[] axes) => call.Any.Across && axes is [2, 1]
        ? call.Any with { Across = false, HasTime = true, Steps = call.Any.Flat, Flat = 0 } : null;

    /// <summary>Each step times its weight; null where no weights are given.</summary>
    public static IReadOnlyList<KerasValue>? Multiply(LayerCall call)
    {
        if (!call.Inputs.Any(input => IsWeights(call, input)))
            return null;
        var (weights, values) = Sides(call);
        if (!weights.HasTime || !values.HasTime || weights.Steps != values.Steps || values.Reversed)
            throw Shapes(call);
        return [call.Add(values, new AttentionPieceStage(call.Name, Piece(call, weights)!.Scores, values.Stage, values.Width))];
    }

    /// <summary>Over the steps of both.</summary>
    public static IReadOnlyList<KerasValue> Dot(LayerCall call)
    {
        int[] axes = call.Config.Integers("axes");
        var (weights, values) = Sides(call);
        int? steps = weights.Flat > 0 ? weights.Flat : weights.Steps;
        bool fits = Array.TrueForAll(axes, axis => axis == 1) && !call.Config.Flag(false, "normalize") && !weights.Across
            && values.HasTime && steps == values.Steps && !values.Reversed;
        if (!fits)
            throw Shapes(call);
        var pooled = Pooled(call, values, Piece(call, weights)!.Scores, values.Stage);
        return [pooled with { HasTime = weights.HasTime, Steps = 1 }];
    }

    /// <summary>The mean over time of weighted steps, which is their sum over the number of steps; null where it is of others.</summary>
    public static KerasValue? Mean(LayerCall call)
    {
        if (Piece(call, call.Any) is not { Values: int values } piece)
            return null;
        if (call.Any.Steps is not int steps)
            throw call.Refusal("a mean of weighted steps over a window of any length", "a fixed number of steps",
                "set the input's number of steps");
        var sum = Pooled(call, call.Any, piece.Scores, values);
        return Merging.Scaled(call, sum, 1.0 / steps) with { HasTime = call.Config.Flag(false, "keepdims"), Steps = 1 };
    }

    /// <summary>The sum over time of weighted steps; null where it is of others.</summary>
    public static KerasValue? Sum(LayerCall call) => Piece(call, call.Any) is { Values: int values } piece
        ? Pooled(call, call.Any, piece.Scores, values) : null;

    static KerasValue Pooled(LayerCall call, KerasValue values, int scores, int stage) =>
        call.Add(values, new AttentionStage(call.Name, [scores, stage], values.Width));

    static (KerasValue Weights, KerasValue Values) Sides(LayerCall call)
    {
        if (call.Inputs is [var first, var second] && (IsWeights(call, first) || IsWeights(call, second)))
            return IsWeights(call, first) ? (first, call.Plain(second)) : (second, call.Plain(first));
        throw call.Config.Refusal(ErrorCatalogue.UnsupportedOperator,
            $"a layer of class '{call.Config.ClassName.Short()}' over two computed values",
            "one of them the weights of softmax over time", "EdgeLstm multiplies no other two values: leave it out, or train without");
    }

    static bool IsWeights(LayerCall call, KerasValue value) => Piece(call, value) is { Values: null };

    static AttentionPieceStage? Piece(LayerCall call, KerasValue value) =>
        value.Stage < 0 ? null : call.Stages.Stages[value.Stage] as AttentionPieceStage;

    static ModelException Shapes(LayerCall call) => call.Refusal(string.Join(" and ", call.Inputs.Take(2).Select(input => input.Shape)),
        "the weights and the values of the same steps", "score the steps that are weighted, in their order");
}
