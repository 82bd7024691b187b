using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Stages;
using EdgeLstm.Quantize.Import.Onnx.Values;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>
/// What convolutions and poolings have in common: [N, C, T], or [N, C, 1, T] and [N, C, T, 1] as exporters write one-dimensional ones in two dimensions, and how far their
/// window reaches over time.
/// </summary>
sealed class WindowShape
{
    readonly OnnxNode _node;
    readonly ComputedValue _x;
    readonly int _time;

    public WindowShape(OnnxNode node, long[]? kernelOf = null)
    {
        _node = node;
        _x = node.ComputedInput(0, $"{node.OpType}'s input");
        if (_x.Rank is not (3 or 4))
            throw node.Refusal(ErrorCatalogue.BadShape, $"{node.OpType} of a value of shape {_x.Describe()}", "[batch, features, time]", "export the model again");
        int spatial = _x.Rank - 2;
        _time = _x.Rank == 4 && _x.Axes[2].Length > 0 && _x.Size(3) == new Dim(1) ? 2 : _x.Rank - 1;
        long[] kernel = node.Ints("kernel_shape") ?? kernelOf ?? throw node.Refusal(ErrorCatalogue.MissingValue, $"{node.OpType} without kernel_shape", "one", "export the model again");
        long[] strides = Values("strides", spatial, 1), dilations = Values("dilations", spatial, 1), pads = Values("pads", 2 * spatial, 0);
        int own = _time - 2;
        if (kernel.Length != spatial || spatial == 2 && (kernel[1 - own] != 1 || strides[1 - own] != 1 || pads[1 - own] != 0 || pads[3 - own] != 0 || _x.Size(5 - _time) != new Dim(1)))
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{node.OpType} in {kernel.Length} dimensions, of a value of shape {_x.Describe()}", "one dimension, time",
                "two-dimensional convolutions and poolings are not supported");
        (Kernel, Stride, Dilation) = (Small(kernel[own], "kernel"), Small(strides[own], "stride"), Small(dilations[own], "dilation"));
        (Before, After) = (Pad(pads[own]), Pad(pads[spatial + own]));
        node.Context.Roles.RequireFeature(_x, 1, null, node);
        node.Context.Roles.BindTime(_x, _time, node);
        node.Context.Roles.BindBatch(_x, 0, node);
        if (_x.Axes[_time] is not [var axisPart])
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"{node.OpType} over a single step", "a time axis", "connect it before the last step is taken");
        (Part, Time) = (node.Context.Whole(_x, node), axisPart);
        if (Part >= 0 && node.Context.Stages[Part] is PadStage pad)
            (Part, Time, Before, After, HasPad) = (pad.Source, pad.Time, Before + pad.Before, After + pad.After, true);
        AutoPad();
    }

    public int Kernel { get; }

    public int Stride { get; }

    public int Dilation { get; }

    /// <summary>True where a Pad stands in front, whose zeros are among those before and behind.</summary>
    public bool HasPad { get; }

    public int Before { get; private set; }

    public int After { get; private set; }

    /// <summary>The stage that is read, in front of any Pad, and its time axis.</summary>
    public int Part { get; }

    public AxisPart Time { get; }

    int Span => (Kernel - 1) * Dilation;

    /// <summary>What the node gives, of <paramref name="channels"/> features.</summary>
    public ComputedValue Result(int stage, int channels)
    {
        AxisPart[][] axes = [.. _x.Axes];
        (axes[1], axes[_time]) = ([AxisPart.Features(channels)], [TimeBehind(Time, Before, After, Span, Stride)]);
        return new([stage], axes);
    }

    /// <summary>The time axis behind a window of these sizes: the same where nothing is lost.</summary>
    AxisPart TimeBehind(AxisPart axisPart, int before, int after, int span, int stride)
    {
        if (stride == 1 && before + after == span)
            return axisPart;
        if (axisPart.Size < 0)
            return _node.Context.Roles.NewTime(-1);
        long steps = axisPart.Size + before + after - span;
        return steps >= 1 ? _node.Context.Roles.NewTime((steps - 1) / stride + 1)
            : throw _node.Refusal(ErrorCatalogue.BadShape, $"{_node.OpType} over {span + 1} steps of a window of {axisPart.Size}", "a window that is as long", "export the model again");
    }

    /// <summary>SAME pads so that there is one output for each stride; the odd zero comes last in SAME_UPPER.</summary>
    void AutoPad()
    {
        string mode = _node.Text("auto_pad", "NOTSET");
        if (mode is "NOTSET" or "")
            return;
        if (mode == "VALID" && (Before, After) == (0, 0))
            return;
        if (mode is not ("SAME_UPPER" or "SAME_LOWER") || (Before, After) != (0, 0) || Stride > 1 && Time.Size < 0)
            throw _node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"auto_pad = '{mode.Short()}'", "NOTSET, VALID, SAME_UPPER or SAME_LOWER, without pads, and with strides only over a known window",
                "export with explicit pads");
        long all = Stride == 1 ? Span : Math.Max(0, ((Time.Size + Stride - 1) / Stride - 1) * Stride + Span + 1 - Time.Size);
        (Before, After) = mode == "SAME_UPPER" ? ((int)(all / 2), (int)(all - all / 2)) : ((int)(all - all / 2), (int)(all / 2));
    }

    long[] Values(string name, int count, long absent)
    {
        long[] values = _node.Ints(name) ?? [.. Enumerable.Repeat(absent, count)];
        return values.Length == count ? values
            : throw _node.Refusal(ErrorCatalogue.BadShape, $"{values.Length} values of '{name}'", $"{count}", "export the model again");
    }

    int Pad(long value) => value is >= 0 and <= 1 << 16 ? (int)value
        : throw _node.Refusal(ErrorCatalogue.UnsupportedAttribute, $"pads of {value}", "0 to 65536", "export the model again");

    int Small(long value, string what) => value is >= 1 and <= 4096 ? (int)value
        : throw _node.Refusal(ErrorCatalogue.BadShape, $"{what} {value} of {_node.OpType}", "1 to 4096", "export the model again");
}
