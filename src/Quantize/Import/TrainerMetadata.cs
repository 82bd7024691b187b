using System.Globalization;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Import.Onnx;

namespace EdgeLstm.Quantize.Import;

/// <summary>What the trainer wrote into an ONNX file beside the graph; docs/onnx.md has the keys. Every one may be left out.</summary>
sealed class TrainerMetadata(ModelProto model, string file)
{
    public const string WarmUpKey = "edgelstm.warm_up", TrainedOnKey = "edgelstm.trained_on", GroupKey = "edgelstm.group", TimeKey = "edgelstm.time",
        MissingKey = "edgelstm.missing", PositiveKey = "edgelstm.positive";

    const int MostSteps = 1_000_000;

    public int? WarmUp => Text(WarmUpKey) is { } text ? Steps(text) ?? throw Bad(WarmUpKey, text, $"a number of steps from 1 to {MostSteps}") : null;

    public DataRules Rules => DataRules.Unknown with
    {
        TrainedOn = On.Kind,
        Window = On.Window,
        Group = Text(GroupKey) ?? "",
        Time = Text(TimeKey) ?? "",
        Missing = Text(MissingKey) is { } text ? MissingRule.Parse(text) ?? throw Bad(MissingKey, text, "'centre', or 'hold' and a number of samples") : MissingRule.Centre,
    };

    public string? Positive => Text(PositiveKey);

    (TrainedOn Kind, int Window) On => Text(TrainedOnKey) switch
    {
        null => (TrainedOn.Unknown, 0),
        "stream" => (TrainedOn.Stream, 0),
        var text when text.StartsWith("windows ", StringComparison.Ordinal) && Steps(text["windows ".Length..]) is { } window => (TrainedOn.Windows, window),
        var text => throw Bad(TrainedOnKey, text, "'stream', or 'windows' and a number of samples"),
    };

    string? Text(string key) => model.MetadataProps.LastOrDefault(property => property.Key == key)?.Value;

    static int? Steps(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int steps) && steps is >= 1 and <= MostSteps ? steps : null;

    ModelException Bad(string key, string text, string expected) =>
        new(ErrorCatalogue.BadSchema, $"'{text.Short()}' in metadata '{key}'", expected, "correct the metadata, or leave it out", file);
}
