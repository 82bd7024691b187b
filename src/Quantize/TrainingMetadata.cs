using System.Globalization;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Quantize;

/// <summary>Where a trained model comes from, for its metadata: enough to train it again.</summary>
static class TrainingMetadata
{
    /// <param name="data">What the data are called: files, or a data set.</param>
    /// <param name="table">Null of a data set that is no table.</param>
    public static IEnumerable<(string Key, string Value)> Of(
        IReadOnlyList<string> data, TableSettings? table, NetworkOptions network, LossKind loss, TrainingResult model) =>
    [
        ("edgelstm.trained_by", $"edgelstm {LibraryVersion.Release}"),
        ("edgelstm.data", string.Join(", ", data.Select(path => Path.GetFileName(path)))),
        ("edgelstm.data_sha256", model.Data.Hash),
        .. table?.Group is { } group ? [(TrainerMetadata.GroupKey, group)] : Array.Empty<(string, string)>(),
        .. table?.Time is { } time ? [(TrainerMetadata.TimeKey, time)] : Array.Empty<(string, string)>(),
        ("edgelstm.task", model.Data.Task.ToString().ToLowerInvariant()),
        .. Classes(model.Data.Classes),
        .. model.Data.Task == TaskKind.Anomaly ? Anomaly(HeldOut.Normal(model, loss)) : [],
        ("edgelstm.network", Text(network)),
        ("edgelstm.training", Text(model.Options with { Threads = 0 })),
        ("edgelstm.epoch", $"{model.Best.Epoch} of {model.History.Count}"),
        ("edgelstm.validation", FormattableString.Invariant(
            $"{ValidationMetric.Name(model.Data.Task)} {model.Best.Metric:g6}, loss {model.Best.ValidationLoss:g6}")
            + FormattableString.Invariant($", on {model.Data.Validation.Length} windows")),
    ];

    /// <summary>The classes of each target that has them, and the events among them.</summary>
    static IEnumerable<(string Key, string Value)> Classes(IReadOnlyList<(string Column, string[] Classes)> targets)
    {
        string[] events = [.. targets.Where(target => target.Classes.Length == 2).Select(target => target.Classes[1])];
        if (targets.Count > 0)
            yield return (TrainerMetadata.ClassesKey, TrainerMetadata.Write(targets));
        if (events.Length > 0)
            yield return (TrainerMetadata.PositiveKey, string.Join(", ", events));
    }

    static (string Key, string Value)[] Anomaly(AnomalyRule rule) =>
    [
        (TrainerMetadata.AnomalyScalesKey, string.Join(
            ' ', rule.Scales.Select(scale => scale.ToString("R", CultureInfo.InvariantCulture)))),
        (TrainerMetadata.AnomalyThresholdKey, rule.Threshold.ToString("R", CultureInfo.InvariantCulture)),
    ];

    /// <summary>The properties of a record, without its name.</summary>
    static string Text(object options) => options.ToString()![(options.GetType().Name.Length + 3)..^2];
}
