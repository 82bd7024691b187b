using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Selecting along an axis of a computed value: the last or first step of time, one of several layers or directions, some features.</summary>
static class Steps
{
    public static ComputedValue Slice(OnnxNode node, ComputedValue computed, int axis, long start, long end, long step)
    {
        if (Selection.IsWhole(start, end, step))
            return computed;
        if (start == 0 && step == 1 && Convolution.Shortened(node, computed, axis, end) is { } shortened)
            return shortened;
        var size = computed.Size(axis);
        if (size.IsStatic)
            return Select(node, computed, axis, Selection.Indices(node, size.Size, start, end, step));
        bool isOne = step > 0 && (start == -1 ? end >= int.MaxValue : end == start + 1);
        return isOne && Math.Abs(start) <= ArtifactPick.MaxAway ? Select(node, computed, axis, [(int)start])
            : throw Refusal(node, computed, axis, $"steps {start} to {end} by {step}");
    }

    /// <summary>The given places of an axis; places count from the end only where its size is free.</summary>
    public static ComputedValue Select(OnnxNode node, ComputedValue computed, int axis, int[] places)
    {
        var context = node.Context;
        var roles = context.Roles;
        var size = computed.Size(axis);
        if (size.IsStatic && places.SequenceEqual(Enumerable.Range(0, (int)size.Size)))
            return computed;
        roles.AssumeFeatures(computed, axis, node);
        if (size.IsStatic && context.Width(computed) is not null && (roles.IsFeature(computed, axis, context) || computed.Axes[axis] is [var only] && roles.IsChannel(only)))
            return Channels(node, computed, axis, places);
        if (computed.Axes[axis] is [var axisPart] && roles.IsTime(axisPart) && places is [var place])
        {
            bool last = place == -1 || size.IsStatic && place == size.Size - 1;
            if (roles.IsRagged(axisPart))
                throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "a step of Y behind sequence_lens, where short sequences have zeros", "Y_h, each sequence's own last",
                    "take h_n instead of the last step of the output");
            int back = place < 0 ? -1 - place : size.IsStatic ? (int)size.Size - 1 - place : -1;
            bool fromEnd = last || back >= 0 && (place < 0 || back <= place);
            int away = last ? 0 : fromEnd ? back : place;
            if (away <= ArtifactPick.MaxAway)
                return Without(context.Each(computed, node,
                    part => new PickStage(node.Label, part, context.OwnWidth(part), !fromEnd) { Away = away }), axis);
        }
        if (places is [var row] && LoneSample.IsOf(context, computed, axis))
        {
            if (context.Lone == row)
                return Without(computed, axis);
            context.LoneRow ??= row;
        }

        throw Refusal(node, computed, axis, $"place {string.Join(", ", places.Take(8))}");
    }

    /// <summary>The axis keeps its place with size one.</summary>
    static ComputedValue Without(ComputedValue computed, int axis) => computed with { Axes = [.. computed.Axes[..axis], [], .. computed.Axes[(axis + 1)..]] };

    /// <summary>Some channels. They stand layer after layer, whatever axes those are on.</summary>
    static ComputedValue Channels(OnnxNode node, ComputedValue computed, int axis, int[] places)
    {
        var context = node.Context;
        if (places.Length == 0)
            throw node.Refusal(ErrorCatalogue.BadShape, "a selection of no feature", "at least one", "export the model again");
        int width = context.Width(computed)!.Value, own = (int)computed.Size(axis).Size, others = width / Math.Max(own, 1);
        context.Charge(2L * width + (long)places.Length * others, node);
        bool layers = computed.Axes[axis] is [{ Axis: AxisPart.Layer }];
        int[] channels = own == width ? places
            : layers ? [.. places.SelectMany(layer => Enumerable.Range(layer * others, others))]
            : [.. Enumerable.Range(0, others).SelectMany(layer => places.Select(place => layer * own + place))];
        AxisPart[] axes = !layers ? [AxisPart.Features(places.Length)] : places.Length == 1 ? [] : [AxisPart.Layers(places.Length)];

        var owners = new List<(int Part, int First)>();
        foreach (int part in computed.Parts)
            owners.AddRange(Enumerable.Repeat((part, owners.Count), context.Width(part)!.Value));
        var parts = new List<int>();
        for (int i = 0; i < channels.Length;)
        {
            // A run ends where its part does, or where a whole part is complete and begins anew.
            var owner = owners[channels[i]];
            int whole = context.Width(owner.Part)!.Value;
            int[] run = [.. channels.Skip(i).TakeWhile(channel => owners[channel] == owner).Select(channel => channel - owner.First)];
            if (run.Length > whole && run.AsSpan(0, whole).SequenceEqual(Enumerable.Range(0, whole).ToArray()))
                run = run[..whole];
            parts.Add(Rows(node, owner.Part, run));
            i += run.Length;
        }
        return new([.. parts], [.. computed.Axes[..axis], axes, .. computed.Axes[(axis + 1)..]]);
    }

    /// <summary>A stage that computes some of another's features: a linear layer's rows, else ones and zeros.</summary>
    static int Rows(OnnxNode node, int stage, int[] rows)
    {
        var context = node.Context;
        int width = context.Width(stage)!.Value;
        if (rows.AsSpan().SequenceEqual(Enumerable.Range(0, width).ToArray()))
            return stage;
        var linear = stage < 0 ? null : context.Stages[stage] as LinearStage;
        int inputs = linear?.Inputs ?? width;
        context.Charge((long)rows.Length * inputs, node);
        var weights = new float[rows.Length * inputs];
        for (int row = 0; row < rows.Length; row++)
            if (linear is null)
                weights[row * inputs + rows[row]] = 1;
            else
                linear.W.AsSpan(rows[row] * inputs, inputs).CopyTo(weights.AsSpan(row * inputs));
        float[]? bias = linear is null ? new float[rows.Length] : linear.Bias is null ? null : [.. rows.Select(row => linear.Bias[row])];
        int[]? picks = linear is null ? rows : linear.Picks is { } known ? [.. rows.Select(row => known[row])] : null;
        var (name, source) = linear is null ? (node.Label, stage) : (linear.Name, linear.Source);
        return context.Add(new LinearStage(name, source, weights, bias, rows.Length) { Picks = picks });
    }

    static ModelException Refusal(OnnxNode node, ComputedValue computed, int axis, string what)
    {
        var (context, roles) = (node.Context, node.Context.Roles);
        if (computed.Axes[axis].Any(roles.IsBatch))
            return OfBatch(node, what);
        bool time = computed.Axes[axis].Any(roles.IsTime);
        return node.Refusal(ErrorCatalogue.UnsupportedStructure,
            $"{node.OpType} of {what} on axis {axis}, {(time ? "time" : "which no layer has read yet")}, "
            + $"of a value of shape {computed.Describe()}",
            "one step, all steps, or features",
            "cut the data before it enters the model");
    }

    /// <summary>Either the recurrence runs over what its author calls the batch, or the step is picked from the wrong axis.</summary>
    static ModelException OfBatch(OnnxNode node, string what)
    {
        var (context, roles) = (node.Context, node.Context.Roles);
        string found = $"{node.OpType} of {what} on {context.DescribeAxis(roles.Batch)} of the graph's input, the batch, while the "
            + $"recurrence runs over {context.DescribeAxis(roles.Time)}";
        return roles.Time < roles.Batch
            ? node.Refusal(ErrorCatalogue.UnsupportedStructure, found,
                "a recurrence over the axis that a step is picked from; as it is, it runs from window to window, and the samples of one "
                + "know nothing of each other",
                "set batch_first=True (PyTorch) or time_major=False (Keras) in the recurrent layer, train again and export; "
                + "where axis 0 is meant as time, pick the step from that, as in out[-1]")
            : node.Refusal(ErrorCatalogue.UnsupportedStructure, found,
                "a step of each window; as it is, the model answers for one window only",
                "pick the last step from the other axis, as in out[:, -1], and export again");
    }
}
