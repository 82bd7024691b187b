using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Keras.Layers;

/// <summary>Several values into one.</summary>
static class Merging
{
    public static IReadOnlyList<KerasValue> Add(LayerCall call) => [Summed(call, Plain(call))];

    public static IReadOnlyList<KerasValue> Average(LayerCall call) =>
        [Scaled(call, Summed(call, Plain(call)), 1.0 / call.Inputs.Count)];

    public static IReadOnlyList<KerasValue> Subtract(LayerCall call)
    {
        var inputs = Plain(call);
        return inputs.Count == 2 ? [Summed(call, [inputs[0], Scaled(call, inputs[1], -1)])]
            : throw call.Refusal($"{inputs.Count} inputs", "two", "build the model again");
    }

    /// <summary>Of steps and the weights of softmax over time it is a part of an attention pooling.</summary>
    public static IReadOnlyList<KerasValue> Multiply(LayerCall call) => AttentionPooling.Multiply(call)
        ?? [Combined(call, CombineKind.Product, Plain(call))];

    public static IReadOnlyList<KerasValue> Maximum(LayerCall call) => [Combined(call, CombineKind.Max, Plain(call))];

    public static IReadOnlyList<KerasValue> Minimum(LayerCall call) => [Combined(call, CombineKind.Min, Plain(call))];

    public static IReadOnlyList<KerasValue> Concatenate(LayerCall call)
    {
        var inputs = Plain(call);
        int rank = inputs[0].HasTime ? 3 : 2;
        return call.Config.IsLastAxis(rank) ? [Concatenated(call, inputs)]
            : throw call.Config.Odd("axis", $"{call.Config.Integer(-1, "axis")}", "the features, -1");
    }

    public static KerasValue Concatenated(LayerCall call, IReadOnlyList<KerasValue> values)
    {
        var read = Alike(call, values);
        call.CheckWidth(values.Sum(value => (long)value.Width));
        return call.Add(read, new JoinStage(call.Name, [.. values.Select(value => value.Stage)], [.. values.Select(value => value.Width)]));
    }

    public static KerasValue Summed(LayerCall call, IReadOnlyList<KerasValue> values)
    {
        var (read, stages) = Matched(call, values);
        return call.Add(read, new SumStage(call.Name, stages, read.Width));
    }

    public static KerasValue Combined(LayerCall call, CombineKind by, IReadOnlyList<KerasValue> values)
    {
        var (read, stages) = Matched(call, values);
        return call.Add(read, new CombineStage(call.Name, by, stages, read.Width));
    }

    public static KerasValue Scaled(LayerCall call, KerasValue value, double scale) =>
        call.Add(value, new AffineStage(call.Name, value.Stage, value.Width, new([scale], [0])));

    static List<KerasValue> Plain(LayerCall call) => call.Inputs.Count >= 2 ? [.. call.Inputs.Select(call.Plain)]
        : throw call.Refusal("one input", "two or more", "build the model again");

    /// <summary>
    /// Values that meet element by element: one of a single step stands beside every step of the others, one feature beside every feature.
    /// </summary>
    static (KerasValue Read, int[] Stages) Matched(LayerCall call, IReadOnlyList<KerasValue> values)
    {
        var steps = values.Where(value => value.HasTime && value.Steps != 1).ToList();
        var read = Alike(call, steps.Count > 0 ? steps : values);
        int width = values.Max(value => value.Width);
        if (values.Any(value => value.Width != width && value.Width != 1))
            throw call.Refusal($"{string.Join(" and ", values.Take(4).Select(value => value.Shape))}", "values of one shape",
                "give all the same width");
        return (read with { Width = width }, [.. values.Select(value => Widened(call, value, width))]);
    }

    static int Widened(LayerCall call, KerasValue value, int width)
    {
        if (value.Width == width)
            return value.Stage;
        call.Stages.Charge(2L * width, call.Name);
        float[] ones = new float[width];
        Array.Fill(ones, 1);
        return call.Stages.Add(new LinearStage(call.Name, value.Stage, ones, new float[width], width));
    }

    /// <summary>The same steps in the same order.</summary>
    static KerasValue Alike(LayerCall call, IReadOnlyList<KerasValue> values)
    {
        var first = values[0];
        return values.All(value => value.Steps == first.Steps && (value.HasTime == first.HasTime || value.Steps == 1)
            && value.Cut == first.Cut && value.Reversed == first.Reversed)
            ? first with { Mask = values.FirstOrDefault(value => value.Mask is not null)?.Mask }
            : throw call.Refusal(string.Join(" and ", values.Take(4).Select(value => value.Shape + (value.Reversed ? " reversed" : ""))),
                "values of the same steps", "bring all to the same steps, by RepeatVector or by return_sequences");
    }
}
