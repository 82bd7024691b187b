using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Import.Values;

namespace EdgeLstm.Quantize.Import;

/// <summary>
/// Which axis of the graph's input is time, batch and features. The first node that can only mean one of them binds it; a later node that
/// means another is an error, because a mix-up of batch and time computes wrong answers without any other sign.
/// </summary>
sealed class Roles(Atom[] input)
{
    int? batch;
    bool withoutTime;

    public int? Time { get; private set; }

    public int? Feature { get; private set; }

    /// <summary>Features of the graph's input; null while unknown.</summary>
    public int? InputWidth { get; private set; }

    /// <summary>Samples in a window, or null where free.</summary>
    public int? Window => withoutTime ? 1 : Time is int time && input[time].Size is >= 0 and var size ? (int)size : null;

    /// <summary>An LSTM reads <paramref name="axis"/> of <paramref name="flow"/> as time.</summary>
    public void BindTime(Flow flow, int axis, OnnxNode node)
    {
        if (flow.Axes[axis].Length > 0)
        {
            if (withoutTime)
                throw MixUp(node, "a time axis where an earlier LSTM had one step only");
            Time = Bind(flow, axis, Time, "time", node);
        }
        else if (Time is int time && input[time].Size != 1)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "an LSTM over the last step of another LSTM", "one that reads every step",
                "connect the layers before the last step is taken");
        else
            withoutTime = true;
    }

    public void BindBatch(Flow flow, int axis, OnnxNode node)
    {
        if (flow.Axes[axis].Length > 0)
            batch = Bind(flow, axis, batch, "batch", node);
    }

    public bool IsBatch(Atom atom) => atom.Axis == batch;

    public bool IsTime(Atom atom) => atom.Axis == Time;

    /// <summary>True where the axis is known to hold the features, or holds the only one.</summary>
    public bool IsFeature(Flow flow, int axis, ImportContext context) =>
        flow.Axes[axis] is [var atom]
            ? IsFeature(atom)
            : flow.Axes[axis] is [] && !flow.Atoms.Any(IsFeature) && context.Width(flow) == 1;

    public bool IsFeature(Atom atom) => atom.Axis == Atom.Feature || atom.Axis == Feature;

    /// <summary>The node reads <paramref name="axis"/> as features, of the given number unless null.</summary>
    public void RequireFeature(Flow flow, int axis, int? width, OnnxNode node)
    {
        var context = node.Context;
        if (!IsFeature(flow, axis, context))
        {
            if (context.Width(flow) is not null && Feature is not null || flow.Has(Atom.Feature))
                throw MixUp(node, $"features expected on axis {axis} of a value of shape {flow.Describe()}");
            Feature = Bind(flow, axis, Feature, "features", node);
        }
        if (Feature is int bound && InputWidth is null && input[bound].Size is >= 0 and var declared)
            InputWidth = context.CheckWidth(declared, node);
        if (context.Width(flow) is null && width is int given)
            InputWidth = context.CheckWidth(given, node);
        if (width is int expected && context.Width(flow) != expected)
            throw node.Refusal(ErrorCatalogue.BadShape, $"{context.Width(flow)} features", $"{expected}", "export the model again: its shapes disagree");
    }

    int Bind(Flow flow, int axis, int? bound, string role, OnnxNode node)
    {
        if (flow.Axes[axis] is not [{ Axis: >= 0 } atom])
            throw MixUp(node, $"axis {axis} of a value of shape {flow.Describe()} as {role}");
        bool taken = new[] { Time, batch, Feature }.Any(other => other == atom.Axis) && bound != atom.Axis;
        if (taken || bound is int before && before != atom.Axis)
            throw MixUp(node, $"axis {atom.Axis} of the graph's input as {role}, which is {Name(atom.Axis)} elsewhere");
        return atom.Axis;
    }

    string Name(int axis) => axis == Time ? "time" : axis == batch ? "batch" : axis == Feature ? "features" : "unused";

    static ModelException MixUp(OnnxNode node, string found) => node.Refusal(ErrorCatalogue.UnsupportedStructure, found,
        "the same time, batch and feature axes at every layer", "check batch_first (PyTorch), time_major (Keras) and the transpositions between layers");
}
