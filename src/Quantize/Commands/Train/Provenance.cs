using System.Globalization;
using EdgeLstm.Quantize.Training;

namespace EdgeLstm.Quantize.Commands;

/// <summary>Where a trained model comes from, for its metadata: enough to train it again.</summary>
static class Provenance
{
    public static IEnumerable<(string Key, string Value)> Of(TrainRequest request, TrainedModel model, string toolVersion) =>
    [
        ("edgelstm.trained_by", $"edgelstm {toolVersion}"),
        ("edgelstm.data", string.Join(", ", request.Subset is null ? request.Paths.Select(path => Path.GetFileName(path)) : [$"C-MAPSS {request.Subset}"])),
        ("edgelstm.data_sha256", model.Data.Hash),
        ("edgelstm.task", model.Data.Task.ToString().ToLowerInvariant()),
        ("edgelstm.network", Text(request.Network)),
        ("edgelstm.training", Text(model.Options with { Threads = 0 })),
        ("edgelstm.epoch", $"{model.Best.Epoch} of {model.History.Count}"),
        ("edgelstm.validation", string.Create(CultureInfo.InvariantCulture, $"{ValidationMetric.Name(model.Data.Task)} {model.Best.Metric:g6}, loss {model.Best.ValidationLoss:g6}, on {model.Data.Validation.Length} windows")),
    ];

    /// <summary>The properties of a record, without its name.</summary>
    static string Text(object options) => options.ToString()![(options.GetType().Name.Length + 3)..^2];
}
