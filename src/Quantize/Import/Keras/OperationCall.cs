using System.Text.Json;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>What a plain operation is called with beside the data: <c>x[:, -1]</c>, <c>tf.reduce_mean(x, axis=1)</c>.</summary>
/// <param name="Name">Its name, the same for all versions of Keras: <c>getitem</c>, <c>reduce_mean</c>, <c>multiply</c>.</param>
/// <param name="Places">Of getitem, what stands between the brackets.</param>
/// <param name="Settings">Arguments by name.</param>
sealed record OperationCall(string Name, JsonElement Places, JsonElement Settings)
{
    /// <summary>Operations of Keras 3 by the class that it writes for them, and what older versions call the same.</summary>
    static readonly Dictionary<string, string> OfKeras3 = new()
    {
        ["GetItem"] = "getitem",
        ["Sum"] = "reduce_sum",
        ["Mean"] = "reduce_mean",
        ["Max"] = "reduce_max",
    };

    /// <summary>Functions of TensorFlow, as Keras 2 writes them into a model; others are refused.</summary>
    static readonly Dictionary<string, string> OfTensorFlow = new()
    {
        ["__operators__.getitem"] = "getitem",
        ["math.reduce_sum"] = "reduce_sum",
        ["math.reduce_mean"] = "reduce_mean",
        ["math.reduce_max"] = "reduce_max",
        ["math.add"] = "add",
        ["__operators__.add"] = "add",
        ["math.subtract"] = "subtract",
        ["math.multiply"] = "multiply",
        ["math.truediv"] = "divide",
        ["math.divide"] = "divide",
        ["math.maximum"] = "maximum",
        ["math.minimum"] = "minimum",
        ["nn.relu"] = "relu",
        ["math.sigmoid"] = "sigmoid",
        ["math.tanh"] = "tanh",
        ["math.exp"] = "exponential",
        ["nn.softmax"] = "softmax",
    };

    /// <summary>The operation that an entry of an architecture names plainly; null where it is a layer, or code.</summary>
    public static string? NameOf(LayerConfig layer) => layer.ClassName switch
    {
        "TFOpLambda" or "SlicingOpLambda" => layer.Settings.Text("function") is { } function
            ? OfTensorFlow.GetValueOrDefault(function) : null,
        var name => OfKeras3.GetValueOrDefault(name),
    };

    /// <summary>All that are read, for messages.</summary>
    public static string Known => string.Join(", ", OfTensorFlow.Values.Distinct());

    /// <summary>A number that stands where the other value may; null where there is none.</summary>
    public double? Number => Settings.Entry("y") is { ValueKind: JsonValueKind.Number } y && y.TryGetDouble(out double number)
        && double.IsFinite(number) ? number : null;
}
