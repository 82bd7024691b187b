using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Tool.Reports;

/// <summary>What <c>run</c> says when it is done: shapes, and each output's range.</summary>
static class RunReport
{
    static readonly ReportColumn[] Columns =
        [new("output", "output"), new("unit", "unit"), new("minimum", "minimum"), new("mean", "mean"), new("maximum", "maximum")];

    public static Report Make(IPredictor model, Dataset data, Predictions predictions, string target) => new()
    {
        Facts =
        [
            new("model", "model", model.Name),
            new("input", "input", $"[{data.Windows},{data.Steps},{data.Features}]"),
            new("output", "output", $"[{string.Join(',', predictions.Shape)}]"),
            new("file", "file", target),
            new("saturatedInputs", "saturated input values", predictions.SaturatedInputs),
            new("saturatedStates", "layer steps with a state cut off", predictions.SaturatedStates),
        ],
        Tables = [new("outputs", "Outputs", Columns, model.Outputs.Select((_, o) => Row(model, predictions, o, data.Windows)).ToArray())],
        Notes = data.Notes,
    };

    static IReadOnlyList<ReportCell> Row(IPredictor model, Predictions predictions, int output, int windows)
    {
        double sum = 0, minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        int rows = predictions.Values.Length / model.Outputs.Count, perWindow = rows / windows, count = 0;
        for (int row = 0; row < rows; row++)
        {
            if (predictions.Rows is { } given && row % perWindow >= given[row / perWindow])
                continue; // behind the window's length
            count++;
            float value = predictions.Values[row * model.Outputs.Count + output];
            sum += value;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        var channel = model.Outputs[output];
        return [channel.Name, channel.Unit, minimum, sum / count, maximum];
    }
}
