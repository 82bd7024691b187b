using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Stages;
using EdgeLstm.Quantize.Import.Onnx.Values;

namespace EdgeLstm.Quantize.Import.Onnx.Operators;

/// <summary>Conv over time, the zeros that Pad puts in front of it, and the Slice that takes them off again behind it.</summary>
static class Convolution
{
    public static Dictionary<string, OperatorTable.Entry> Operators { get; } = new()
    {
        ["Conv"] = new(Conv, 1, 2, 3, ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"]),
        ["Pad"] = new(Pad, 2, 1, 4, ["mode", "pads<11", "value<11"], 11),
    };

    public static void Conv(OnnxNode node)
    {
        var w = node.ConstantInput(1, "weights");
        if (w.Rank is not (3 or 4) || w.Dims.Any(dim => !dim.IsStatic || dim.Size < 1))
            throw node.Refusal(ErrorCatalogue.BadShape, $"weights of shape [{string.Join(", ", w.Dims)}]", "[outputs, inputs, kernel]", "export the model again");
        if (node.ComputedInput(0, "Conv's input") is var single && IsDense(node, single, w))
        {
            Dense.OfChannels(node, single, w, Bias(node, (int)w.Dims[0].Size));
            return;
        }

        var shape = new WindowShape(node, [.. w.Dims[2..].Select(dim => dim.Size)]);
        long group = node.Int("group", 1);
        int outputs = node.Context.CheckWidth(w.Dims[0].Size, node), perGroup = (int)w.Dims[1].Size, kernel = shape.Kernel;
        int inputs = node.Context.Width(shape.Part) ?? throw node.Refusal(ErrorCatalogue.BadShape, "a convolution of values whose features are not counted",
            "a fixed number of features", "export the model with that axis fixed");
        if (group < 1 || perGroup * group != inputs || outputs % group != 0 || w.Values.Length != (long)outputs * perGroup * kernel)
            throw node.Refusal(ErrorCatalogue.BadShape, $"weights of shape [{string.Join(", ", w.Dims)}] in {group} groups over {inputs} features",
                "as many features and taps", "export the model again: its shapes disagree");

        node.Context.Charge((long)outputs * kernel * inputs, node);
        var layer = new ConvLayer
        {
            Name = node.Label,
            Sources = [-1],
            W = ConvLayer.Taps(Array.ConvertAll(w.Values, value => (float)value), outputs, kernel, (int)group),
            Bias = Bias(node, outputs),
            Activation = Activation.Identity,
            Kernel = kernel,
            Dilation = kernel == 1 ? 1 : shape.Dilation,
            Stride = shape.Stride,
            PadBefore = shape.Before,
            PadAfter = shape.After,
        };
        node.Result(shape.Result(node.Context.Add(new TimedConvStage(node.Label, shape.Part, layer, shape.Time)), outputs));
    }

    /// <summary>Of one tap, over a value of one step: a head that was written as a convolution.</summary>
    static bool IsDense(OnnxNode node, ComputedValue computed, Constant w) =>
        computed.Rank == w.Rank && node.Context.Roles.HasTime && computed.Axes[2..].All(axis => axis.Length == 0)
        && w.Dims[2..].All(dim => dim == new Dim(1)) && node.Int("group", 1) == 1
        && (node.Ints("pads") ?? []).All(pad => pad == 0) && node.Text("auto_pad", "NOTSET") is "NOTSET" or "VALID";

    static float[] Bias(OnnxNode node, int outputs)
    {
        if (!node.Has(2))
            return new float[outputs];
        var given = node.ConstantInput(2, "bias");
        return given is { Rank: 1, Symbols: null } && given.Values.Length == outputs ? [.. given.Values.Select(value => (float)value)]
            : throw node.Refusal(ErrorCatalogue.BadShape, $"a bias of shape [{string.Join(", ", given.Dims)}]", $"[{outputs}]", "export the model again");
    }

    /// <summary>Zeros before and behind time; what reads them has to be a convolution or a maximum-free pooling, which takes them in.</summary>
    public static void Pad(OnnxNode node)
    {
        var computed = node.ComputedInput(0, "Pad's input");
        bool attributes = node.Opset < 11;
        long[] pads = (attributes ? node.Ints("pads") : [.. node.Integers(1, "pads").Select(pad => (long)pad)])
            ?? throw node.Refusal(ErrorCatalogue.MissingValue, "Pad without pads", "pads", "export the model again");
        double value = attributes ? node.Float("value", 0) : node.Has(2) && node.ConstantInput(2, "value") is { Values: [var given] } ? given : 0;
        int[] axes = node.Has(3) ? node.DistinctAxes(node.Integers(3, "axes").Select(axis => (long)axis), computed.Rank) : [.. Enumerable.Range(0, computed.Rank)];
        if (pads.Length != 2 * axes.Length)
            throw node.Refusal(ErrorCatalogue.BadShape, $"{pads.Length} pads", $"{2 * axes.Length}", "export the model again");
        int[] wide = [.. Enumerable.Range(0, axes.Length).Where(i => pads[i] != 0 || pads[axes.Length + i] != 0)];
        if (wide.Length == 0)
        {
            node.Result(computed);
            return;
        }
        if (node.Text("mode", "constant") != "constant" || value != 0 || wide.Length > 1 || pads.Any(pad => pad is < 0 or > 1 << 16) || computed.Axes[axes[wide[0]]] is not [var time])
            throw node.Refusal(ErrorCatalogue.UnsupportedStructure, $"Pad of [{string.Join(", ", pads.Take(8))}], mode '{node.Text("mode", "constant").Short()}', value {value}",
                "zeros before and behind time", "pad with zeros in front of a convolution, or outside of the model");
        var (context, at) = (node.Context, axes[wide[0]]);
        var (before, after) = ((int)pads[wide[0]], (int)pads[axes.Length + wide[0]]);
        context.Roles.BindTime(computed, at, node);
        int part = context.Whole(computed, node);
        var padded = context.Roles.NewTime(time.Size < 0 ? -1 : time.Size + before + after);
        node.Result(new ComputedValue([context.Add(new PadStage(node.Label, part, context.OwnWidth(part), before, after, time))], [.. computed.Axes[..at], [padded], .. computed.Axes[(at + 1)..]]));
    }

    /// <summary>Taking off the last outputs of a convolution that is padded behind pads it less: how causal ones are written in PyTorch. Null for any other slice.</summary>
    public static ComputedValue? Shortened(OnnxNode node, ComputedValue computed, int axis, long end)
    {
        var context = node.Context;
        if (computed.Parts is not [>= 0 and var part] || context.Stages[part] is not TimedConvStage { Layer.Stride: 1 } conv || computed.Axes[axis] is not [var axisPart] || !context.Roles.IsTime(axisPart))
            return null;
        long less = end < 0 ? -end : axisPart.Size >= 0 ? axisPart.Size - end : -1;
        if (less < 1 || less > conv.Layer.PadAfter)
            return null;
        var layer = conv.Layer with { PadAfter = conv.Layer.PadAfter - (int)less };
        var time = layer.PadBefore + layer.PadAfter == layer.Span ? conv.Time : context.Roles.NewTime(axisPart.Size < 0 ? -1 : axisPart.Size - less);
        return new([context.Add(conv with { Layer = layer })], [.. computed.Axes[..axis], [time], .. computed.Axes[(axis + 1)..]]);
    }
}
