using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Import.Stages;
using EdgeLstm.Quantize.Import.Values;

namespace EdgeLstm.Quantize.Import.Operators;

/// <summary>Selecting along an axis of a computed value: the last step of time, the only row of a batch of one, or some features.</summary>
static class Steps
{
    public static Flow Slice(OnnxNode node, Flow flow, int axis, long start, long end, long step)
    {
        if (Selection.IsWhole(start, end, step))
            return flow;
        var size = flow.Size(axis);
        if (size.IsStatic)
            return Select(node, flow, axis, Selection.Indices(node, size.Size, start, end, step));
        return start == -1 && end >= int.MaxValue && step > 0 ? Select(node, flow, axis, [-1]) : throw Refusal(node, flow, axis,
            $"steps {start} to {end} by {step}");
    }

    /// <summary>The given places of an axis; places count from the end only where its size is free.</summary>
    public static Flow Select(OnnxNode node, Flow flow, int axis, int[] places)
    {
        var context = node.Context;
        var size = flow.Size(axis);
        if (size.IsStatic && places.SequenceEqual(Enumerable.Range(0, (int)size.Size)))
            return flow;
        if (context.Roles.IsFeature(flow, axis, context) && size.IsStatic)
            return Features(node, flow, axis, places);
        bool last = places is [var place] && (place == -1 || size.IsStatic && place == size.Size - 1);
        if (flow.Axes[axis] is [var atom] && context.Roles.IsTime(atom) && last)
            return Without(flow, axis);
        throw Refusal(node, flow, axis, $"place {string.Join(", ", places.Take(8))}");
    }

    /// <summary>The axis keeps its place with size one.</summary>
    static Flow Without(Flow flow, int axis) => flow with { Axes = [.. flow.Axes[..axis], [], .. flow.Axes[(axis + 1)..]] };

    static Flow Features(OnnxNode node, Flow flow, int axis, int[] places)
    {
        var context = node.Context;
        if (places.Length == 0)
            throw node.Refusal(ErrorCatalogue.BadShape, "a selection of no feature", "at least one", "export the model again");
        context.Charge(context.Width(flow)!.Value + places.Length, node);
        var owners = new List<(int Part, int First)>();
        foreach (int part in flow.Parts)
            owners.AddRange(Enumerable.Repeat((part, owners.Count), context.Width(part)!.Value));

        var parts = new List<int>();
        for (int i = 0; i < places.Length;)
        {
            var owner = owners[places[i]];
            int[] run = [.. places.Skip(i).TakeWhile(place => owners[place] == owner).Select(place => place - owner.First)];
            parts.Add(Rows(node, owner.Part, run));
            i += run.Length;
        }
        return new([.. parts], [.. flow.Axes[..axis], [Atom.Features(places.Length)], .. flow.Axes[(axis + 1)..]]);
    }

    /// <summary>A stage that computes some of another's features: a linear layer's rows, else ones and zeros.</summary>
    static int Rows(OnnxNode node, int stage, int[] rows)
    {
        var context = node.Context;
        int width = context.Width(stage)!.Value;
        if (rows.SequenceEqual(Enumerable.Range(0, width)))
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
        return context.Add(new LinearStage(linear?.Name ?? node.Label, linear?.Source ?? stage, weights, bias, rows.Length));
    }

    static ModelException Refusal(OnnxNode node, Flow flow, int axis, string what)
    {
        bool batch = flow.Axes[axis].Any(node.Context.Roles.IsBatch);
        bool time = flow.Axes[axis].Any(node.Context.Roles.IsTime);
        return node.Refusal(ErrorCatalogue.UnsupportedStructure,
            $"{node.OpType} of {what} on axis {axis}, {(batch ? "the batch" : time ? "time" : "which no LSTM has read yet")}, of a value of shape {flow.Describe()}",
            "the last step, all steps, or features",
            batch ? "check batch_first (PyTorch) or time_major: the model picks a window, not a step" : "cut the data before it enters the model");
    }
}
