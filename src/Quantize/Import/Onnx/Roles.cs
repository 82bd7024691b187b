using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>
/// Which axis of the graph's input is time, batch and features. The first node that can only mean one of them binds it; a later node that
/// means another is an error, because a mix-up of batch and time computes wrong answers without any other sign.
/// </summary>
sealed class Roles(AxisPart[] input)
{
    int? _batch;
    bool _withoutTime;
    bool? _hasLengths;

    /// <summary>Per time axis that a layer made, whether only its first steps mean something: those of a sequence's own length.</summary>
    readonly List<bool> _ragged = [];

    public int? Time { get; private set; }

    public int? Batch => _batch;

    public int? Feature { get; private set; }

    /// <summary>True once a layer has read something as time.</summary>
    public bool HasTime => Time is not null || _withoutTime;

    /// <summary>Features of the graph's input; null while unknown.</summary>
    public int? InputWidth { get; private set; }

    /// <summary>Samples in a window, or null where free.</summary>
    public int? Window => _withoutTime ? 1 : Time is int time && input[time].Size is >= 0 and var size ? (int)size : null;

    /// <summary>Rows of the batch, or null where free or unknown.</summary>
    public int? BatchSize => _batch is int batch && input[batch].Size is >= 0 and var size ? (int)size : null;

    /// <summary>A layer reads <paramref name="axis"/> of <paramref name="computed"/> as time, up to each sequence's length where <paramref name="lengths"/>.</summary>
    public void BindTime(ComputedValue computed, int axis, OnnxNode node, bool lengths = false)
    {
        if (computed.Axes[axis] is [var axisPart] && IsMade(axisPart))
            RequireLengths(lengths, node);
        else if (computed.Axes[axis].Length > 0)
        {
            if (_withoutTime)
                throw MixUp(node, "a time axis where an earlier layer had one step only");
            Time = Bind(computed, axis, Time, "time", node);
            RequireLengths(lengths, node);
        }
        else if (Time is int time && input[time].Size != 1 || _ragged.Count > 0)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "a layer over the last step of another", "one that reads every step",
                "connect the layers before the last step is taken, or repeat that step (RepeatVector)");
        else
            _withoutTime = true;
    }

    /// <summary>
    /// Where no layer over time has said what the input's axes are: [batch, time, features], or [batch, features] of one sample each.
    /// False: what is known contradicts that.
    /// </summary>
    public bool AssumeUsual()
    {
        int feature = input.Length - 1;
        bool isKnownOtherwise = HasTime || _batch is not (null or 0) || Feature is int known && known != feature;
        if (isKnownOtherwise || input.Length is not (2 or 3) || input[feature].Size < 1)
            return false;
        (_batch, Feature, InputWidth) = (0, feature, InputWidth ?? (int)Math.Min(input[feature].Size, int.MaxValue));
        _withoutTime = input.Length == 2;
        Time = input.Length == 3 ? 1 : null;
        return true;
    }

    /// <summary>
    /// Some nodes can only mean features, and stand in front of every layer: the last axis of [.., .., F] is taken, and what means another
    /// by them later is refused.
    /// </summary>
    public void AssumeFeatures(ComputedValue computed, int axis, OnnxNode node)
    {
        bool isLast = computed is { Parts: [-1], Axes: [_, _, [{ Axis: 2, Size: > 0 }]] } && axis == 2;
        if (isLast && Feature is null)
            RequireFeature(computed, axis, null, node);
    }

    /// <summary>A time axis of its own: <paramref name="size"/> steps, −1 where that depends on the window.</summary>
    public AxisPart NewTime(long size, bool isRagged = false)
    {
        _ragged.Add(isRagged);
        return new(input.Length + _ragged.Count - 1, size);
    }

    public void BindBatch(ComputedValue computed, int axis, OnnxNode node)
    {
        if (computed.Axes[axis].Length > 0)
            _batch = Bind(computed, axis, _batch, "batch", node);
    }

    public bool IsBatch(AxisPart axisPart) => axisPart.Axis == _batch;

    public bool IsTime(AxisPart axisPart) => axisPart.Axis == Time || IsMade(axisPart);

    public bool IsRagged(AxisPart axisPart) => IsMade(axisPart) && _ragged[axisPart.Axis - input.Length];

    public bool IsChannel(AxisPart axisPart) => axisPart.Axis is AxisPart.Feature or AxisPart.Layer || axisPart.Axis == Feature;

    /// <summary>True where the axis is known to hold all channels in their order, or holds the only one.</summary>
    public bool IsFeature(ComputedValue computed, int axis, ImportContext context)
    {
        AxisPart[] channels = [.. computed.AxisParts.Where(IsChannel)];
        return channels.Length > 0
            ? computed.Axes[axis].AsSpan().SequenceEqual(channels) && Array.FindLastIndex(channels, axisPart => axisPart.Axis == AxisPart.Layer) <= 0
            : computed.Axes[axis] is [] && context.Width(computed) == 1;
    }

    /// <summary>The node reads <paramref name="axis"/> as features, of the given number unless null.</summary>
    public void RequireFeature(ComputedValue computed, int axis, int? width, OnnxNode node)
    {
        var context = node.Context;
        if (!IsFeature(computed, axis, context))
        {
            if (context.Width(computed) is not null && Feature is not null || computed.Has(AxisPart.Feature) || computed.Has(AxisPart.Layer))
                throw node.Refusal(ErrorCatalogue.UnsupportedStructure,
                    $"{node.OpType} over axis {axis} of a value of shape {computed.Describe()}",
                    "the features, as the layers in front of it have them", "check the Transpose and Reshape between the two");
            Feature = Bind(computed, axis, Feature, "features", node);
        }
        if (Feature is int bound && InputWidth is null && input[bound].Size is >= 0 and var declared)
            InputWidth = context.CheckWidth(declared, node);
        if (context.Width(computed) is null && width is int given)
            InputWidth = context.CheckWidth(given, node);
        if (width is int expected && context.Width(computed) != expected)
            throw node.Refusal(ErrorCatalogue.BadShape, $"{context.Width(computed)} features", $"{expected}", "export the model again: its shapes disagree");
    }

    bool IsMade(AxisPart axisPart) => axisPart.Axis >= input.Length;

    /// <summary>Either every layer over time stops at the sequence's end, which is what a shorter window does, or none.</summary>
    void RequireLengths(bool lengths, OnnxNode node)
    {
        if (_hasLengths is bool before && before != lengths)
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, "sequence_lens at some layers over time and not at others", "the same at all",
                "give every recurrent layer the lengths, take Y_h where the last step is meant, and pool or convolve before them only without padding");
        _hasLengths = lengths;
    }

    int Bind(ComputedValue computed, int axis, int? bound, string role, OnnxNode node)
    {
        if (computed.Axes[axis] is not [{ Axis: >= 0 } axisPart] || IsMade(axisPart))
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure,
                $"axis {axis} of a value of shape {computed.Describe()} read as {role} by {node.OpType}",
                $"one axis of the graph's input as {role}", "check the Transpose, Reshape and Flatten in front of it");
        bool taken = new[] { Time, _batch, Feature }.Any(other => other == axisPart.Axis) && bound != axisPart.Axis;
        if (taken || bound is int before && before != axisPart.Axis)
            throw MixUp(node,
                $"{node.Context.DescribeAxis(axisPart.Axis)} of the graph's input as {role}, which is {Name(axisPart.Axis)} elsewhere");
        return axisPart.Axis;
    }

    string Name(int axis) => axis == Time ? "time" : axis == _batch ? "batch" : axis == Feature ? "features" : "unused";

    static ModelException MixUp(OnnxNode node, string found) => node.Refusal(ErrorCatalogue.UnsupportedStructure, found,
        "the same time, batch and feature axes at every layer", "check batch_first (PyTorch), time_major (Keras) and the transpositions between layers");
}
