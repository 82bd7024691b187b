using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Keras.Layers;

/// <summary>Layers that compute each step for itself.</summary>
static class Pointwise
{
    /// <summary>What only training knows.</summary>
    public static IReadOnlyList<KerasValue> Nothing(LayerCall call) => [call.Any];

    public static IReadOnlyList<KerasValue> Dense(LayerCall call)
    {
        var input = call.Any;
        int units = call.Config.Size(null, "units", "output_dim"), inputs = input.Width * Math.Max(1, input.Flat);
        var arrays = call.Config.Flag(true, "use_bias", "bias") ? call.Arrays([inputs, units], [units]) : call.Arrays([inputs, units]);
        float[] bias = arrays.Count > 1 ? arrays[1].Values : new float[units];
        if (input.Flat > 0)
            return [Activated(call, Flattened(call, input, arrays[0], bias))];
        input = call.Plain(input);
        return [Activated(call, call.Add(input, new LinearStage(call.Name, input.Stage, arrays[0].Transposed(), bias, units)))];
    }

    /// <summary>A dense layer over all steps of a window is a convolution as long as the window.</summary>
    static KerasValue Flattened(LayerCall call, KerasValue input, KerasArray kernel, float[] bias)
    {
        var value = call.Add(input, new ConvStage(call.Name, input.Stage, new()
        {
            Name = call.Name,
            Sources = [-1],
            W = kernel.Transposed(),
            Bias = bias,
            Activation = Activation.Identity,
            Kernel = input.Flat,
        }));
        return value with { Flat = 0, Steps = 1 };
    }

    public static IReadOnlyList<KerasValue> Function(LayerCall call)
    {
        bool mayBeOverTime = call.Config.ClassName == "Softmax"
            || call.Config.ClassName == "Activation"
            && KerasFunction.Layer(call.Config, call.Stages.Version)!.Activation == Activation.Softmax;
        if (mayBeOverTime && AttentionPooling.Softmax(call) is { } weights)
            return [weights];
        var function = KerasFunction.Layer(call.Config, call.Stages.Version)!;
        // Of each value alone, it may come in front of the dense layer that takes all steps.
        var input = function.Activation.IsSoftmax ? call.Input : call.Any;
        return [Apply(call, input.Zeros == default ? input : call.Input, function)];
    }

    /// <summary>A slope for each feature: relu(x) − slope · relu(−x).</summary>
    public static IReadOnlyList<KerasValue> PRelu(LayerCall call)
    {
        var input = call.Input;
        var own = call.Weights.Own();
        // Without shared_axes there is a slope for each step, too.
        float[] slopes = call.Arrays([own.Count == 1 && own[0].Sizes.Length > 0 && own[0].Sizes[^1] == input.Width
            ? own[0].As(own[0].Values.Length / input.Width, input.Width) : own.Count > 0 ? own[0] : throw call.Config.Refusal(
                ErrorCatalogue.MissingValue, "no weights", "slopes", "save the model again")], [-1, input.Width])[0].Values;
        if (slopes.Where((slope, i) => slope != slopes[i % input.Width]).Any())
            throw call.Refusal("slopes that differ from step to step", "the same slopes at every step", "set shared_axes=[1]");
        if (Array.TrueForAll(slopes, slope => slope == slopes[0]))
            return [Apply(call, input, KerasFunction.Of(FunctionKind.LeakyRelu, slopes[0]))];
        var above = Apply(call, input, new(Activation.Relu));
        var below = Apply(call, Merging.Scaled(call, input, -1), new(Activation.Relu));
        double[] down = [.. slopes[..input.Width].Select(slope => -(double)slope)];
        below = call.Add(below, new AffineStage(call.Name, below.Stage, input.Width, new(down, [0])));
        return [Merging.Summed(call, [above, below])];
    }

    /// <summary>With the function that the layer's own settings name.</summary>
    public static KerasValue Activated(LayerCall call, KerasValue value) =>
        Apply(call, value, KerasFunction.Read(call.Config, call.Stages.Version, "activation"));

    public static KerasValue Apply(LayerCall call, KerasValue value, KerasFunction function)
    {
        if (function.Activation != Activation.Identity)
            value = call.Add(value, new ActivationStage(call.Name, value.Stage, call.Stages.OwnWidth(value.Stage), function.Activation));
        return function.IsPlain ? value
            : call.Add(value, new AffineStage(call.Name, value.Stage, value.Width, new([function.Scale], [function.Shift])));
    }
}
