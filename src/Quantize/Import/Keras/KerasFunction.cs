using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>Keras's functions by name: y = Scale · f(x) + Shift, where that is not f alone.</summary>
sealed record KerasFunction(Activation Activation, double Scale = 1, double Shift = 0)
{
    /// <summary>Selu's constants.</summary>
    const double SeluAlpha = 1.6732632423543772, SeluScale = 1.0507009873554805;

    public static KerasFunction Identity { get; } = new(Activation.Identity);

    public bool IsPlain => Scale == 1 && Shift == 0;

    public static KerasFunction Of(FunctionKind kind, double alpha = 0, double beta = 0) =>
        new(new Activation(new ScalarFunction(kind, (float)alpha, (float)beta)));

    /// <summary>min(max(x, low), high).</summary>
    public static KerasFunction Clip(double low, double high) =>
        Of(FunctionKind.HardSigmoid, 1 / (high - low), -low / (high - low)) with { Scale = high - low, Shift = low };

    /// <summary>What a layer's setting says: a name, or an object with one; nothing is the identity.</summary>
    /// <param name="key">The setting's name.</param>
    public static KerasFunction Read(LayerConfig config, KerasVersion version, params string[] key)
    {
        if (config.Find(key) is not { } value)
            return Identity;
        if (value.ValueKind == JsonValueKind.String)
            return Named(value.GetString()!, config, version, key[0]);
        var settings = value.Entry("config") is { } inner ? inner : default;
        // Functions are written as objects with the name inside; layers used as functions, with their settings.
        if (value.Text("class_name") is "function" && (value.Text("config") ?? settings.Text("name")) is { } function)
            return Named(function, config, version, key[0]);
        if (value.Text("class_name") is { } layer
            && Layer(config with { Settings = settings, ClassName = layer }, version) is { } known)
            return known;
        throw Unknown(config, key[0], value.Text("class_name") ?? value.GetRawText());
    }

    /// <summary>A layer that is a function and has no weights; null where it is none of them.</summary>
    public static KerasFunction? Layer(LayerConfig config, KerasVersion version) => config.ClassName switch
    {
        "Activation" => Read(config, version, "activation"),
        "ReLU" => Relu(config),
        "LeakyReLU" => Of(FunctionKind.LeakyRelu, config.Number(0.3, "negative_slope", "alpha")),
        "ELU" => Of(FunctionKind.Elu, config.Number(1, "alpha")),
        "ThresholdedReLU" => Of(FunctionKind.ThresholdedRelu, config.Number(1, "theta")),
        "Softmax" => config.Integer(-1, "axis") is var axis && axis == -1 ? new(Activation.Softmax) : throw config.Odd("axis",
            $"{axis}", "-1"),
        _ => null,
    };

    static KerasFunction Relu(LayerConfig config)
    {
        double most = config.Number(double.PositiveInfinity, "max_value"), slope = config.Number(0, "negative_slope");
        double threshold = config.Number(0, "threshold");
        bool bounded = !double.IsPositiveInfinity(most);
        if (bounded && slope == 0 && threshold == 0 && most > 0)
            return Clip(0, most);
        if (!bounded && threshold == 0)
            return slope == 0 ? new(Activation.Relu) : Of(FunctionKind.LeakyRelu, slope);
        if (!bounded && slope == 0)
            return Of(FunctionKind.ThresholdedRelu, threshold);
        throw config.Odd("max_value, negative_slope, threshold", FormattableString.Invariant($"{most}, {slope}, {threshold}"),
            "one of them at most");
    }

    static KerasFunction Named(string name, LayerConfig config, KerasVersion version, string key) => name switch
    {
        "linear" => Identity,
        "relu" => new(Activation.Relu),
        "sigmoid" => new(Activation.Sigmoid),
        "tanh" => new(Activation.Tanh),
        "softmax" => new(Activation.Softmax),
        "log_softmax" => new(Activation.LogSoftmax),
        "silu" or "swish" => Of(FunctionKind.Silu),
        "gelu" => Of(FunctionKind.Gelu),
        "exponential" => Of(FunctionKind.Exp),
        "elu" => Of(FunctionKind.Elu, 1),
        "selu" => Of(FunctionKind.Elu, SeluAlpha) with { Scale = SeluScale },
        "softplus" or "softsign" => Of(Enum.Parse<FunctionKind>(name, ignoreCase: true)),
        "relu6" => Clip(0, 6),
        "leaky_relu" => Of(FunctionKind.LeakyRelu, 0.2),
        "hard_tanh" => Clip(-1, 1),
        "hard_sigmoid" => version.Major switch
        {
            1 or 2 => Of(FunctionKind.HardSigmoid, 0.2, 0.5),
            3 => Of(FunctionKind.HardSigmoid, 1.0 / 6, 0.5),
            _ => throw config.Refusal(ErrorCatalogue.UnsupportedAttribute, $"{key} = hard_sigmoid in a file without Keras's version",
                "a version: Keras 2 computes 0.2x + 0.5, Keras 3 x/6 + 0.5", "save the model again with model.save, in one file"),
        },
        _ => throw Unknown(config, key, name),
    };

    static ModelException Unknown(LayerConfig config, string key, string name) => config.Refusal(ErrorCatalogue.UnsupportedAttribute,
        $"{key} = {name.Short()}",
        "linear, relu, relu6, leaky_relu, sigmoid, hard_sigmoid, tanh, hard_tanh, softmax, log_softmax, elu, selu, silu (swish), gelu, "
            + "exponential, softplus or softsign",
        "train with one of these");
}
