using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.PyTorch.Modules;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>The layers of modules, with PyTorch's defaults for what the user does not say.</summary>
static class ModuleLayers
{
    const float Epsilon = 1e-5f;

    /// <summary>By layer, the forward direction and, in bidirectional modules, the reverse one. Sources are the caller's.</summary>
    public static IEnumerable<(RecurrentLayer Forward, RecurrentLayer? Reverse)> Recurrent(TorchModule module, ScalarFunction function)
    {
        bool isCell = module.Tensors.ContainsKey("weight_hh");
        int layers = module.Tensors.Keys.Max(parameter => new TensorName(module.Name, parameter).Layer!.Value) + 1;
        bool isBoth = module.Tensors.ContainsKey(TorchCell.Parameter("weight_hh", 0, reverse: true));
        for (int layer = 0; layer < layers; layer++)
            yield return (One(layer, reverse: false), isBoth ? One(layer, reverse: true) : null);

        RecurrentLayer One(int layer, bool reverse)
        {
            string name = layers == 1 && !isBoth ? module.Name : TorchCell.Parameter(module.Name, layer, reverse);
            int units = module.Tensors[Named("weight_hh")].Sizes[1];
            return TorchCell.Layer(name, -1, module.Values(Named("weight_ih"))!, module.Values(Named("weight_hh"))!, units,
                module.Values(Named("bias_ih")), module.Values(Named("bias_hh")), function) with
            { Direction = reverse ? Direction.Reverse : Direction.Forward };

            string Named(string what) => isCell ? what : TorchCell.Parameter(what, layer, reverse);
        }
    }

    public static DenseLayer Dense(TorchModule module, int source) => new()
    {
        Name = module.Name,
        Sources = [source],
        W = module.Values("weight")!,
        Bias = module.Values("bias") ?? new float[module.Outputs],
        Activation = Activation.Identity,
    };

    /// <summary>Padding: <c>pad=N</c> on both sides, <c>same</c> as long as the input, or <c>causal</c>, all of it in front.</summary>
    public static ConvLayer Conv(ForwardStep step, TorchModule module, int source, int width)
    {
        step.Allow(["pad", "stride", "dilation", "groups"], "same", "causal");
        int kernel = module.Tensors["weight"].Sizes[2], groups = width / module.Inputs, dilation = step.Whole("dilation", 1, 1),
            pad = step.Whole("pad", 0, 0);
        if (step.Whole("groups", groups, 1) != groups || module.Outputs % groups != 0)
            throw new ModelException(ErrorCatalogue.UnclearForward,
                $"{width} features and {module.Outputs} outputs for {groups} groups of {module.Inputs}", "groups that divide both",
                "correct --forward", null, module.Name.Short());
        int span = (kernel - 1) * dilation, before = step.Values.Contains("causal") ? span : step.Values.Contains("same") ? span / 2 : pad;
        return new()
        {
            Name = module.Name,
            Sources = [source],
            W = Taps(module.Values("weight")!, module.Outputs, module.Inputs, kernel, groups),
            Bias = module.Values("bias") ?? new float[module.Outputs],
            Activation = Activation.Identity,
            Kernel = kernel,
            Dilation = dilation,
            Stride = step.Whole("stride", 1, 1),
            PadBefore = before,
            PadAfter = step.Values.Contains("causal") ? 0 : step.Values.Contains("same") ? span - before : pad,
        };
    }

    public static NormLayer LayerNorm(ForwardStep step, TorchModule module, int source)
    {
        step.Allow(["eps"]);
        return new()
        {
            Name = module.Name,
            Sources = [source],
            Gamma = module.Values("weight")!,
            Beta = module.Values("bias")!,
            Epsilon = step.Number("eps", Epsilon)
        };
    }

    /// <summary>As in evaluation: (x − mean) / √(variance + ε) · γ + β, of which all is constant but x.</summary>
    public static AffineLayer BatchNorm(ForwardStep step, TorchModule module, int source)
    {
        step.Allow(["eps"]);
        float epsilon = step.Number("eps", Epsilon);
        float[] mean = module.Values("running_mean")!, variance = module.Values("running_var")!;
        float[]? gamma = module.Values("weight"), beta = module.Values("bias");
        double[] scale = [.. variance.Select((value, i) => (gamma?[i] ?? 1) / Math.Sqrt((double)value + epsilon))];
        return new()
        {
            Name = module.Name,
            Sources = [source],
            Scale = [.. scale.Select(value => (float)value)],
            Shift = [.. scale.Select((value, i) => (float)((beta?[i] ?? 0) - value * mean[i]))],
        };
    }

    /// <summary>[O, I/groups, K] to [O, K, I], with zeros for the features of other groups.</summary>
    static float[] Taps(float[] weights, int outputs, int inputs, int kernel, int groups)
    {
        var taps = new float[weights.Length * groups];
        for (int output = 0; output < outputs; output++)
            for (int input = 0; input < inputs; input++)
                for (int tap = 0; tap < kernel; tap++)
                {
                    int feature = output / (outputs / groups) * inputs + input;
                    taps[(output * kernel + tap) * inputs * groups + feature] = weights[(output * inputs + input) * kernel + tap];
                }
        return taps;
    }
}
