using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Keras.Layers;

/// <summary>Normalisations, which are affine but for the one over a step's own features.</summary>
static class Normalizing
{
    /// <summary>Below it a deviation counts as this much.</summary>
    const double SmallestDeviation = 1e-7;

    /// <summary>gamma, beta, mean and variance, in this order, without those that it was made without.</summary>
    public static IReadOnlyList<KerasValue> Batch(LayerCall call)
    {
        var input = call.Input;
        RequireFeatures(call, input);
        if (call.Config.Integer(0, "mode") != 0)
            throw call.Config.Odd("mode", $"{call.Config.Integer(0, "mode")}", "0");
        bool scales = call.Config.Flag(true, "scale"), centres = call.Config.Flag(true, "center");
        var arrays = call.Arrays([.. Enumerable.Repeat<int[]>([input.Width], 2 + (scales ? 1 : 0) + (centres ? 1 : 0))]);
        double[] Of(int index) => [.. arrays[index].Values.Select(value => (double)value)];
        return [Mapped(call, input, Affine.OfBatchNorm(scales ? Of(0) : null, centres ? Of(scales ? 1 : 0) : null, Of(arrays.Count - 2),
            Of(arrays.Count - 1), call.Config.Number(1e-3, "epsilon")))];
    }

    public static IReadOnlyList<KerasValue> Layer(LayerCall call)
    {
        var input = call.Input;
        RequireFeatures(call, input);
        if (call.Config.Flag(false, "rms_scaling"))
            throw call.Config.Odd("rms_scaling", "true", "false");
        bool scales = call.Config.Flag(true, "scale"), centres = call.Config.Flag(true, "center");
        var arrays = call.Arrays([.. Enumerable.Repeat<int[]>([input.Width], (scales ? 1 : 0) + (centres ? 1 : 0))]);
        double[] gamma = [.. Enumerable.Range(0, input.Width).Select(i => scales ? (double)arrays[0].Values[i] : 1)];
        double[] beta = [.. Enumerable.Range(0, input.Width).Select(i => centres ? (double)arrays[^1].Values[i] : 0)];
        double epsilon = call.Config.Number(1e-3, "epsilon");
        if (!(epsilon >= 0))
            throw call.Config.Odd("epsilon", FormattableString.Invariant($"{epsilon}"), "0 or more");
        return [call.Add(input, new NormStage(call.Name, input.Stage, gamma, beta, (float)epsilon))];
    }

    /// <summary>Mean and variance were counted from data (adapt), and are weights; or were given, and are settings.</summary>
    public static IReadOnlyList<KerasValue> Data(LayerCall call)
    {
        var input = call.Input;
        double[] mean, variance;
        if (call.Config.Numbers("mean") is { } given)
            (mean, variance) = (given, call.Config.Numbers("variance") ?? throw call.Config.Refusal(ErrorCatalogue.MissingValue,
                "a mean without a variance", "both", "build the layer again with both"));
        else
        {
            // The third is how many samples were counted.
            var own = call.Weights.Own(most: 2);
            if (own.Count < 2 || own[0].Values.Length == 0)
                throw call.Config.Refusal(ErrorCatalogue.MissingValue, "no mean and variance", "both",
                    "call adapt, and save the model again");
            (mean, variance) = ([.. own[0].Values.Select(value => (double)value)], [.. own[1].Values.Select(value => (double)value)]);
        }

        if (!(mean.Length == 1 || mean.Length == input.Width) || variance.Length != mean.Length)
            throw call.Config.Refusal(ErrorCatalogue.BadShape,
                $"{mean.Length} means and {variance.Length} variances for {input.Width} features",
                "one for all, or one each", "set axis=-1");
        if (mean.Length > 1)
            RequireFeatures(call, input);
        double[] deviation = [.. variance.Select(v => Math.Max(Math.Sqrt(v), SmallestDeviation))];
        return call.Config.Flag(false, "invert")
            ? [Mapped(call, input, new(deviation, mean))]
            : [Mapped(call, input, new([.. deviation.Select(d => 1 / d)], [.. deviation.Select((d, i) => -mean[i] / d)]))];
    }

    public static IReadOnlyList<KerasValue> Rescaling(LayerCall call)
    {
        var input = call.Input;
        double[] scale = call.Config.Numbers("scale") ?? [1], shift = call.Config.Numbers("offset") ?? [0];
        return [Mapped(call, input, new(scale, shift))];
    }

    static KerasValue Mapped(LayerCall call, KerasValue input, Affine map)
    {
        if (Array.Exists([map.Scale, map.Shift], part => part.Length != 1 && part.Length != input.Width))
            throw call.Config.Refusal(ErrorCatalogue.BadShape,
                $"{map.Scale.Length} factors and {map.Shift.Length} offsets for {input.Width} features",
                "one for all, or one each", "build the layer again");
        if (!map.IsFinite)
            throw call.Config.Refusal(ErrorCatalogue.NotFinite, "statistics that give no finite scale", "variances above −epsilon",
                "train again: this model diverged");
        return call.Add(input, new AffineStage(call.Name, input.Stage, input.Width, map));
    }

    static void RequireFeatures(LayerCall call, KerasValue input)
    {
        int rank = input.HasTime ? 3 : 2;
        if (!call.Config.IsLastAxis(rank))
            throw call.Config.Odd("axis", call.Config.Find("axis")!.Value.GetRawText(), $"the features, -1 or {rank - 1}");
    }
}
