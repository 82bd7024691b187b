using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Keras.Layers;

/// <summary>Layers that name axes anew, and those that hold another.</summary>
static class Shaping
{
    const int MaxTimes = 1 << 16;

    /// <summary>One step loses its axis; of several, a dense layer has to come next, which reads all of them.</summary>
    public static IReadOnlyList<KerasValue> Flatten(LayerCall call)
    {
        if (call.Config.Text("channels_last", "data_format") is var format && format != "channels_last")
            throw call.Config.Odd("data_format", format, "channels_last");
        var input = call.Any;
        if (input.Flat > 0)
            return [input];
        return [Flat(call, call.Plain(input with { Apart = null }))];
    }

    public static IReadOnlyList<KerasValue> RepeatVector(LayerCall call)
    {
        if (AttentionPooling.Repeated(call) is { } weights)
            return [weights];
        var input = call.Input;
        int times = call.Config.Size(null, "n");
        if (input.HasTime || times > MaxTimes)
            throw call.Refusal($"values of shape {input.Shape}, {times} times", "[batch, features]", "take one step first");
        var repeated = call.Add(input, new RepeatStage(call.Name, input.Stage, call.Stages.OwnWidth(input.Stage), times));
        return [repeated with { HasTime = true, Steps = times }];
    }

    public static IReadOnlyList<KerasValue> Reshape(LayerCall call)
    {
        var input = call.Any;
        int[] target = call.Config.Integers("target_shape");
        long size = input.Flat > 0 ? (long)input.Flat * input.Width
            : input is { HasTime: true, Steps: int steps } ? (long)steps * input.Width
            : input.HasTime ? -1 : input.Width;
        int free = Array.IndexOf(target, -1);
        long known = target.Where(entry => entry != -1).Aggregate(1L, (product, entry) => Math.Clamp(product * entry, -1, 1L << 40));
        if (free >= 0 && size > 0 && known > 0 && size % known == 0)
            target[free] = (int)Math.Min(size / known, int.MaxValue);
        if (input.Flat > 0)
            return target is [var count, var each] && count == input.Flat && each == input.Width
                ? [input with { Flat = 0, HasTime = true, Steps = count }] : throw Refused();
        input = call.Plain(input with { Apart = null });
        bool same = input.HasTime && target.Length == 2 && target[1] == input.Width && (target[0] == -1 || target[0] == input.Steps)
            || !input.HasTime && target is [var width] && width == input.Width;
        if (same)
            return [input];
        if (!input.HasTime && target is [1, var features] && features == input.Width)
            return [input with { HasTime = true, Steps = 1 }];
        if (input is { HasTime: true, Steps: not null } && target is [var all] && all == size)
            return [Flat(call, input)];
        // The same values in the same order, which an output may be called by: a forecast of several steps, for one.
        return !input.HasTime && target.All(entry => entry > 0) && target.Aggregate(1L, (a, b) => a * b) == input.Width
            ? [input with { Apart = string.Join(", ", target.Take(8)) }] : throw Refused();

        ModelException Refused() => call.Refusal($"values of shape {input.Shape} as [batch, {string.Join(", ", target.Take(4))}]",
            "axes that are named anew, while steps stay steps and features stay features",
            "give the input its final shape, Input(shape=(steps, features)), and leave Reshape out");
    }

    public static IReadOnlyList<KerasValue> Permute(LayerCall call)
    {
        int[] axes = call.Config.Integers("dims");
        return AttentionPooling.Turned(call, axes) is { } weights ? [weights]
            : axes.SequenceEqual(Enumerable.Range(1, axes.Length)) ? [call.Any]
            : throw call.Config.Odd("dims", $"[{string.Join(", ", axes.Take(4))}]", "the axes as they are");
    }

    /// <summary>It says which steps are padding; who reads that refuses.</summary>
    public static IReadOnlyList<KerasValue> Masking(LayerCall call)
    {
        call.Stages.Note($"'{call.Name.Short()}' masks steps, and nothing behind it reads the mask: it does nothing");
        return [call.Input with { Mask = call.Name }];
    }

    /// <summary>A layer at each step, which sees no axis of steps.</summary>
    public static IReadOnlyList<KerasValue> EachStep(LayerCall call, Func<LayerCall, IReadOnlyList<KerasValue>> run)
    {
        var input = call.Input;
        if (!input.HasTime)
            throw call.Refusal($"values of shape {input.Shape}", "[batch, time, features]", "apply the layer itself");
        var inner = run(call with { Inputs = [input with { HasTime = false }] });
        return inner is [{ HasTime: false, Flat: 0 } value]
            ? [value with { HasTime = true, Steps = input.Steps, Reversed = input.Reversed }]
            : throw call.Refusal("a layer that makes steps out of each step", "one that computes a step's features",
                "leave TimeDistributed out");
    }

    static KerasValue Flat(LayerCall call, KerasValue input)
    {
        if (!input.HasTime)
            return input;
        if (input.Steps == 1)
            return input with { HasTime = false, Reversed = false, Mask = null };
        if (input.Reversed || input.Steps is null)
            throw call.Refusal($"values of shape {input.Shape}{(input.Reversed ? " whose steps are reversed" : "")}",
                "a fixed number of steps, in their order", "set the input's number of steps, or take the last step alone");
        call.CheckWidth((long)input.Steps.Value * input.Width);
        return input with { HasTime = false, Flat = input.Steps.Value, Mask = null };
    }
}
