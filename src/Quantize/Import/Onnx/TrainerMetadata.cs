using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>What the trainer wrote into an ONNX file beside the graph; docs/onnx.md has the keys. Every one may be left out.</summary>
sealed class TrainerMetadata(ModelProto model, string file)
{
    public const string WarmUpKey = "edgelstm.warm_up", TrainedOnKey = "edgelstm.trained_on", GroupKey = "edgelstm.group", TimeKey = "edgelstm.time",
        MissingKey = "edgelstm.missing", PositiveKey = "edgelstm.positive", ClassesKey = "edgelstm.classes", AnomalyScalesKey = "edgelstm.anomaly_scales", AnomalyThresholdKey = "edgelstm.anomaly_threshold";

    const int MaxSteps = 1_000_000;

    public int? WarmUp => Text(WarmUpKey) is { } text ? Steps(text) ?? throw Bad(WarmUpKey, text, $"a number of steps from 1 to {MaxSteps}") : null;

    public DataRules Rules => DataRules.Unknown with
    {
        TrainedOn = On.Kind,
        Window = On.Window,
        Group = Text(GroupKey) ?? "",
        Time = Text(TimeKey) ?? "",
        Missing = Text(MissingKey) is { } text ? MissingRule.Parse(text) ?? throw Bad(MissingKey, text, "'centre', or 'hold' and a number of samples") : MissingRule.Centre,
    };

    public string? Positive => Text(PositiveKey);

    /// <summary>Columns with classes and those, of two the event behind, as JSON: {"state":["good","worn"]}.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Classes
    {
        get
        {
            if (Text(ClassesKey) is not { } text)
                return new Dictionary<string, IReadOnlyList<string>>();
            try
            {
                using var json = JsonDocument.Parse(text);
                return json.RootElement.EnumerateObject().ToDictionary(column => column.Name, column => (IReadOnlyList<string>)[.. column.Value.EnumerateArray().Select(name => name.GetString()!)]);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
            {
                throw Bad(ClassesKey, text, "columns with a list of classes each, as JSON");
            }
        }
    }

    public AnomalyRule? Anomaly => Text(AnomalyScalesKey) is { } scales && Text(AnomalyThresholdKey) is { } threshold
        ? new([.. scales.Split(' ').Select(text => Size(AnomalyScalesKey, text))], Size(AnomalyThresholdKey, threshold)) : null;

    double Size(string key, string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value >= 0 ? value : throw Bad(key, text, "numbers from 0 up");

    public static string Write(IEnumerable<(string Column, string[] Classes)> targets)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var (column, classes) in targets)
            {
                json.WriteStartArray(column);
                foreach (string name in classes)
                    json.WriteStringValue(name);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    (TrainedOn Kind, int Window) On => Text(TrainedOnKey) switch
    {
        null => (TrainedOn.Unknown, 0),
        "stream" => (TrainedOn.Stream, 0),
        var text when text.StartsWith("windows ", StringComparison.Ordinal) && Steps(text["windows ".Length..]) is { } window => (TrainedOn.Windows, window),
        var text => throw Bad(TrainedOnKey, text, "'stream', or 'windows' and a number of samples"),
    };

    string? Text(string key) => model.MetadataProps.LastOrDefault(property => property.Key == key)?.Value;

    static int? Steps(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int steps) && steps is >= 1 and <= MaxSteps ? steps : null;

    ModelException Bad(string key, string text, string expected) =>
        new(ErrorCatalogue.BadSchema, $"'{text.Short()}' in metadata '{key}'", expected, "correct the metadata, or leave it out", file);
}
