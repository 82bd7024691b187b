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
        var read = Alike(call, values);
        if (values.Any(value => value.Width != read.Width))
            throw call.Refusal($"{string.Join(" and ", values.Take(4).Select(value => value.Shape))}", "values of one shape",
                "give all the same width");
        return call.Add(read, new SumStage(call.Name, [.. values.Select(value => value.Stage)], read.Width));
    }

    public static KerasValue Scaled(LayerCall call, KerasValue value, double scale) =>
        call.Add(value, new AffineStage(call.Name, value.Stage, value.Width, new([scale], [0])));

    static List<KerasValue> Plain(LayerCall call) => call.Inputs.Count >= 2 ? [.. call.Inputs.Select(call.Plain)]
        : throw call.Refusal("one input", "two or more", "build the model again");

    /// <summary>The same steps in the same order.</summary>
    static KerasValue Alike(LayerCall call, IReadOnlyList<KerasValue> values)
    {
        var first = values[0];
        return values.All(value => value.HasTime == first.HasTime && value.Steps == first.Steps && value.Cut == first.Cut
            && value.Reversed == first.Reversed)
            ? first with { Mask = values.FirstOrDefault(value => value.Mask is not null)?.Mask }
            : throw call.Refusal(string.Join(" and ", values.Take(4).Select(value => value.Shape + (value.Reversed ? " reversed" : ""))),
                "values of the same steps", "bring all to the same steps, by RepeatVector or by return_sequences");
    }
}
