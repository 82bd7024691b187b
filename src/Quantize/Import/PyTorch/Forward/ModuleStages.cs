using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.PyTorch.Modules;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>Modules as stages, with PyTorch's defaults for what the user does not say.</summary>
static class ModuleStages
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

    public static LinearStage Dense(TorchModule module, int source) =>
        new(module.Name, source, module.Values("weight")!, module.Values("bias") ?? new float[module.Outputs], module.Outputs);

    /// <summary>Padding: <c>pad=N</c> on both sides, <c>same</c> as long as the input, or <c>causal</c>, all of it in front.</summary>
    public static ConvStage Conv(ForwardStep step, TorchModule module, int source, int width)
    {
        step.Allow(["pad", "stride", "dilation", "groups"], "same", "causal");
        int kernel = module.Tensors["weight"].Sizes[2], groups = width / module.Inputs, dilation = step.Whole("dilation", 1, 1),
            pad = step.Whole("pad", 0, 0);
        if (step.Whole("groups", groups, 1) != groups || module.Outputs % groups != 0)
            throw new ModelException(ErrorCatalogue.UnclearForward,
                $"{width} features and {module.Outputs} outputs for {groups} groups of {module.Inputs}", "groups that divide both",
                "correct --forward", null, module.Name.Short());
        int span = (kernel - 1) * dilation, before = step.Values.Contains("causal") ? span : step.Values.Contains("same") ? span / 2 : pad;
        return new(module.Name, source, new()
        {
            Name = module.Name,
            Sources = [-1],
            W = ConvLayer.Taps(module.Values("weight")!, module.Outputs, kernel, groups),
            Bias = module.Values("bias") ?? new float[module.Outputs],
            Activation = Activation.Identity,
            Kernel = kernel,
            Dilation = dilation,
            Stride = step.Whole("stride", 1, 1),
            PadBefore = before,
            PadAfter = step.Values.Contains("causal") ? 0 : step.Values.Contains("same") ? span - before : pad,
        });
    }

    public static NormStage LayerNorm(ForwardStep step, TorchModule module, int source)
    {
        step.Allow(["eps"]);
        return new(module.Name, source, Doubles(module, "weight")!, Doubles(module, "bias")!, step.Number("eps", Epsilon));
    }

    /// <summary>As in evaluation, when all is constant but the features.</summary>
    public static AffineStage BatchNorm(ForwardStep step, TorchModule module, int source)
    {
        step.Allow(["eps"]);
        var map = Affine.OfBatchNorm(Doubles(module, "weight"), Doubles(module, "bias"), Doubles(module, "running_mean")!,
            Doubles(module, "running_var")!, step.Number("eps", Epsilon));
        return map.IsFinite ? new(module.Name, source, module.Outputs, map)
            : throw new ModelException(ErrorCatalogue.NotFinite, "statistics that give no finite scale", "variances above −eps",
                "train again or save another checkpoint: this one diverged", null, module.Name.Short());
    }

    static double[]? Doubles(TorchModule module, string tensor) =>
        module.Values(tensor) is { } values ? Array.ConvertAll(values, value => (double)value) : null;
}
