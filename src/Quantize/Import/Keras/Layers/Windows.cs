using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Keras.Layers;

/// <summary>Convolutions and poolings over time.</summary>
static class Windows
{
    const int MaxKernel = 4096;

    public static IReadOnlyList<KerasValue> Conv(LayerCall call)
    {
        var (input, kernel, width) = (Window(call), Kernel(call), Windowed(call).Width);
        int outputs = call.Config.Size(null, "filters", "nb_filter"), groups = call.Config.Size(1, "groups");
        if (width % groups != 0 || outputs % groups != 0)
            throw call.Config.Odd("groups", $"{groups}", $"a divisor of {width} inputs and {outputs} outputs");
        int perGroup = width / groups;
        var own = OfKeras1(call, call.Weights.Own(), kernel, perGroup, outputs);
        int[] shape = [kernel, perGroup, outputs];
        var arrays = Biased(call) ? call.Arrays(own, shape, [outputs]) : call.Arrays(own, shape);
        call.Stages.Charge((long)outputs * kernel * width, call.Config.Label);
        var taps = new float[outputs * kernel * width];
        for (int k = 0; k < kernel; k++)
            for (int i = 0; i < perGroup; i++)
                for (int o = 0; o < outputs; o++)
                    taps[(o * kernel + k) * width + o / (outputs / groups) * perGroup + i]
                        = arrays[0].Values[(k * perGroup + i) * outputs + o];
        var value = Convolved(call, input, taps, Bias(arrays, 1, outputs), kernel);
        return [Pointwise.Activated(call, value)];
    }

    /// <summary>Each input by itself, with some outputs of its own.</summary>
    public static IReadOnlyList<KerasValue> Depthwise(LayerCall call)
    {
        int width = Windowed(call).Width, outputs = call.CheckWidth((long)width * call.Config.Size(1, "depth_multiplier"));
        var arrays = Biased(call) ? call.Arrays(Deep(call), [outputs]) : call.Arrays(Deep(call));
        var value = ByInput(call, arrays[0], Bias(arrays, 1, outputs));
        return [Pointwise.Activated(call, value)];
    }

    /// <summary>The same, and a dense layer over all of these at each step.</summary>
    public static IReadOnlyList<KerasValue> Separable(LayerCall call)
    {
        int width = Windowed(call).Width, outputs = call.Config.Size(null, "filters");
        int between = call.CheckWidth((long)width * call.Config.Size(1, "depth_multiplier"));
        int[] wide = [1, between, outputs];
        var arrays = Biased(call) ? call.Arrays(Deep(call), wide, [outputs]) : call.Arrays(Deep(call), wide);
        var value = ByInput(call, arrays[0], new float[between]);
        float[] w = arrays[1].As(between, outputs).Transposed();
        value = call.Add(value, new LinearStage(call.Name, value.Stage, w, Bias(arrays, 2, outputs), outputs));
        return [Pointwise.Activated(call, value)];
    }

    public static IReadOnlyList<KerasValue> MaxPooling(LayerCall call) => [Pooled(call, PoolKind.Max)];

    public static IReadOnlyList<KerasValue> AveragePooling(LayerCall call) => [Pooled(call, PoolKind.Average)];

    public static IReadOnlyList<KerasValue> GlobalMaxPooling(LayerCall call) => [Global(call, PoolKind.Max)];

    public static IReadOnlyList<KerasValue> GlobalAveragePooling(LayerCall call)
    {
        if (call.Input.Mask is { } mask)
            throw call.Refusal($"the mask of '{mask.Short()}', by which steps are left out of the mean", "every step counted",
                LayerTable.WithoutMasking);
        return [AttentionPooling.Mean(call) ?? Global(call, PoolKind.Average)];
    }

    /// <summary>Zeros around the window, for the convolution behind it.</summary>
    public static IReadOnlyList<KerasValue> ZeroPadding(LayerCall call)
    {
        var input = call.Sequence;
        int[] pads = call.Config.Integers("padding");
        if (pads.Length is not (1 or 2) || pads.Any(pad => pad is < 0 or > MaxKernel))
            throw call.Config.Odd("padding", $"[{string.Join(", ", pads.Take(4))}]", $"one or two sizes of 0 to {MaxKernel}");
        return [input with { Zeros = (pads[0], pads[^1]) }];
    }

    static int[] Deep(LayerCall call) => [Kernel(call), Windowed(call).Width, call.Config.Size(1, "depth_multiplier")];

    static KerasValue ByInput(LayerCall call, KerasArray deep, float[] bias)
    {
        int kernel = deep.Sizes[0], width = deep.Sizes[1], outputs = width * deep.Sizes[2];
        call.Stages.Charge((long)outputs * kernel * width, call.Config.Label);
        var taps = new float[outputs * kernel * width];
        for (int k = 0; k < kernel; k++)
            for (int o = 0; o < outputs; o++)
                taps[(o * kernel + k) * width + o / deep.Sizes[2]] = deep.Values[k * outputs + o];
        return Convolved(call, Window(call), taps, bias, kernel);
    }

    static KerasValue Convolved(LayerCall call, KerasValue input, float[] taps, float[] bias, int kernel)
    {
        int stride = call.Config.Size(1, "strides", "subsample_length");
        int dilation = kernel == 1 ? 1 : call.Config.Size(1, "dilation_rate", "atrous_rate");
        string padding = call.Config.Text("valid", "padding", "border_mode");
        var (before, after) = Pads(call, input, padding, (kernel - 1) * dilation + 1, stride, causal: true);
        if (input.Zeros != default && padding == "same")
            throw call.Refusal("ZeroPadding1D in front of padding='same'", "padding='valid'", "pad in one place");
        var layer = new ConvLayer
        {
            Name = call.Name,
            Sources = [-1],
            W = taps,
            Bias = bias,
            Activation = Activation.Identity,
            Kernel = kernel,
            Dilation = dilation,
            Stride = stride,
            PadBefore = before + input.Zeros.Before,
            PadAfter = after + input.Zeros.After,
        };
        var value = call.Add(input, new ConvStage(call.Name, input.Stage, layer)) with { Zeros = default };
        return Shortened(call, value, input.Steps is int steps ? layer.Steps(steps) : null,
            layer.PadBefore + layer.PadAfter - layer.Span, stride);
    }

    static KerasValue Pooled(LayerCall call, PoolKind kind)
    {
        var input = call.Sequence;
        RequireChannelsLast(call);
        int kernel = call.Config.Size(2, "pool_size", "pool_length"), stride = call.Config.Size(kernel, "strides", "stride");
        var (before, after) = Pads(call, input, call.Config.Text("valid", "padding", "border_mode"), kernel, stride, causal: false);
        var layer = new PoolLayer
        {
            Name = call.Name,
            Sources = [-1],
            Kind = kind,
            Width = input.Width,
            Kernel = kernel,
            Stride = stride,
            PadBefore = before,
            PadAfter = after,
        };
        var value = call.Add(input, new PoolStage(call.Name, input.Stage, call.Stages.OwnWidth(input.Stage), layer));
        return Shortened(call, value, input.Steps is int steps ? layer.Steps(steps) : null, before + after - kernel + 1, stride);
    }

    /// <param name="keeps">Whether the axis of steps stays; null: as the layer's setting has it.</param>
    public static KerasValue Global(LayerCall call, PoolKind kind, bool? keeps = null)
    {
        var input = call.Input is { HasTime: true } sequence ? sequence : call.Sequence;
        RequireChannelsLast(call);
        var layer = new PoolLayer { Name = call.Name, Sources = [-1], Kind = kind, Width = input.Width };
        var value = call.Add(input, new PoolStage(call.Name, input.Stage, call.Stages.OwnWidth(input.Stage), layer));
        return value with { HasTime = keeps ?? call.Config.Flag(false, "keepdims"), Steps = 1, Reversed = false, Mask = null };
    }

    /// <summary>TensorFlow's padding: as many outputs as inputs over the stride, the odd one behind.</summary>
    static (int Before, int After) Pads(LayerCall call, KerasValue input, string padding, int span, int stride, bool causal)
    {
        switch (padding)
        {
            case "valid":
                return default;
            case "causal" when causal:
                return (span - 1, 0);
            case "same" when stride == 1 || input.Steps is not null:
                int total = stride == 1 ? span - 1
                    : Math.Max(0, ((input.Steps!.Value + stride - 1) / stride - 1) * stride + span - input.Steps.Value);
                return (total / 2, total - total / 2);
            case "same":
                throw call.Refusal("padding='same' with strides over a window of any length", "a window of a fixed length",
                    "set the input's number of steps: where zeros go depends on it");
            default:
                throw call.Config.Odd("padding", padding, causal ? "valid, same or causal" : "valid or same");
        }
    }

    /// <param name="steps">Left of a window that has a length; else null.</param>
    /// <param name="more">Zeros around the window, less what one output sees beside its sample.</param>
    static KerasValue Shortened(LayerCall call, KerasValue value, int? steps, int more, int stride)
    {
        if (steps is not null)
            return steps > 0 ? value with { Steps = steps }
                : throw call.Refusal("a window that is too short for it", "at least one output", "give a longer window");
        return more == 0 && stride == 1 ? value : value with { Cut = FormattableString.Invariant($"{value.Cut} {more}/{stride}") };
    }

    /// <summary>Keras 1 has an axis more: [kernel, 1, inputs, outputs], and in its first versions [outputs, inputs, kernel, 1].</summary>
    static IReadOnlyList<KerasArray> OfKeras1(LayerCall call, IReadOnlyList<KerasArray> own, int kernel, int inputs, int outputs)
    {
        if (call.Stages.Version.Major != 1 || own.Count == 0 || own[0].Sizes.Length != 4)
            return own;
        var first = own[0];
        if (first.Sizes.AsSpan().SequenceEqual([kernel, 1, inputs, outputs]))
            return [first.As(kernel, inputs, outputs), .. own.Skip(1)];
        throw call.Config.Refusal(ErrorCatalogue.BadShape, $"weights of shape {first.Shape}", $"[{kernel}, 1, {inputs}, {outputs}]",
            "load the model in Keras 2 and save it again");
    }

    static KerasValue Windowed(LayerCall call) => call.Any.Flat > 0 ? call.Input : call.Any;

    static KerasValue Window(LayerCall call)
    {
        var input = Windowed(call);
        RequireChannelsLast(call);
        if (!input.HasTime || input.Reversed)
            _ = (call with { Inputs = [input with { Zeros = default }] }).Sequence;
        return input;
    }

    static int Kernel(LayerCall call)
    {
        int size = call.Config.Size(null, "kernel_size", "filter_length");
        return size <= MaxKernel ? size : throw call.Config.Odd("kernel_size", $"{size}", $"1 to {MaxKernel}");
    }

    static bool Biased(LayerCall call) => call.Config.Flag(true, "use_bias", "bias");

    static float[] Bias(IReadOnlyList<KerasArray> arrays, int index, int outputs) => arrays.Count > index ? arrays[index].Values
        : new float[outputs];

    static void RequireChannelsLast(LayerCall call)
    {
        if (call.Config.Text("channels_last", "data_format") is var format && format != "channels_last")
            throw call.Config.Odd("data_format", format, "channels_last");
    }
}
