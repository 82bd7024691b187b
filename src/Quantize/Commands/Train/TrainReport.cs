using EdgeLstm.Quantize.Training;

namespace EdgeLstm.Quantize.Commands;

/// <summary>What <c>train</c> says at its end.</summary>
static class TrainReport
{
    public static Report Make(TrainRequest request, TrainedModel model, bool stopped) => new()
    {
        Facts =
        [
            new("file", "model", request.Output),
            new("cell", "cell", $"{request.Network.Cell}, {request.Network.Gates.ToString().ToLowerInvariant()} gates"),
            new("parameters", "parameters", model.Network.Parameters.Length),
            new("trainingWindows", "windows to learn from", model.Data.Train.Length),
            new("validationWindows", "windows to choose by", model.Data.Validation.Length),
            new("epochs", "epochs", model.History.Count),
            new("bestEpoch", "best epoch", model.Best.Epoch),
            new("loss", "its training loss", model.Best.Loss),
            new("validationLoss", "its validation loss", model.Best.ValidationLoss),
            new("metric", $"its {(model.Data.Validation.Length > 0 ? "validation" : "training")} {ValidationMetric.Name(model.Data.Task)}", model.Best.Metric),
        ],
        Notes = [.. model.Data.Notes, .. Next(request, stopped)],
    };

    static IEnumerable<string> Next(TrainRequest request, bool stopped)
    {
        if (stopped)
            yield return "stopped: this is the best model so far; the same command with --resume goes on";
        if (request.Subset is not null)
            yield return $"next: 'edgelstm evaluate {request.Output} cmapss {request.Paths[0]} --subset {request.Subset}' on the test engines";
        yield return $"next: 'edgelstm quantize {request.Output} -o {Path.ChangeExtension(request.Output, ".elstm")} --calibrate DATA' with typical samples";
    }
}
