using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands;

/// <summary>What <c>quantize</c> says: size, and the error against float on the calibration data.</summary>
static class QuantizeReport
{
    static readonly ReportColumn[] OutputColumns =
        [new("output", "output"), new("unit", "unit"), new("rmse", "RMSE"), new("mean", "mean |error|"), new("max", "max |error|"),
            new("rangeShare", "RMSE of range")];

    static readonly ReportColumn[] StreamColumns =
        [new("output", "output"), new("unit", "unit"), new("rmse", "RMSE"), new("mean", "mean |error|"), new("max", "max |error|"),
            new("compared", "values")];

    static readonly ReportColumn[] LayerColumns =
        [new("layer", "layer"), new("what", "what"), new("mean", "mean |error|"), new("max", "max |error|"),
            new("rangeShare", "mean of range")];

    public static Report Make(QuantizeRequest request, Network network, Calibrated made, IReadOnlyList<string> notes)
    {
        var (model, errors, stream) = (made.Model.Artifact, made.Errors, made.Stream);
        double share = (double)model.WeightBytes / Math.Max(1, network.SourceWeightBytes);
        return new()
        {
            Facts =
            [
                new("artifact", "artifact", request.Output),
                new("scheme", "scheme", model.Scheme.ToString().ToLowerInvariant()),
                new("weightBytes", "constants", new ReportCell((long)model.WeightBytes,
                    $"{model.WeightBytes:N0} bytes, {ReportCell.Percent(share).Text} of {network.SourceWeightBytes:N0} in float32")),
                new("warmUpSteps", "warm-up", new ReportCell((long)model.WarmUpSteps, $"{model.WarmUpSteps} steps")),
                new("calibrationSteps", "calibrated on", new ReportCell(made.Steps, $"{made.Steps:N0} samples")),
                new("measuredSteps", "errors over", new ReportCell(
                    errors.Steps, $"{errors.Steps:N0} of them: layers at every step, outputs where the model gives them")),
                new("saturated", "saturated inputs", ReportCell.Percent(
                    (double)errors.Saturated / Math.Max(1, errors.Steps * network.Inputs.Count))),
                .. stream is null ? [] : new Fact[] { new("saturatedStates", "states cut off",
                    new ReportCell(stream.SaturatedStates,
                    $"in {stream.SaturatedStates:N0} layer steps of a stream of {stream.Steps:N0}")) },
            ],
            Tables =
            [
                new("outputs", "Outputs against float, on the calibration data", OutputColumns,
                    errors.Outputs.Select((e, k) => OutputRow(model.Outputs[k], e)).ToArray()),
                .. stream is null ? [] : new ReportTable[] { new("stream", stream.Carried.Title, StreamColumns,
                    stream.Carried.Outputs.Select(StreamRow).ToArray()) },
                new("layers", "Layers and gates against float, in the network's units", LayerColumns,
                    errors.Parts.Select(LayerRow).ToArray()),
            ],
            Notes = notes,
        };
    }

    static IReadOnlyList<ReportCell> OutputRow(OutputChannel output, ErrorSummary error) =>
        [output.Name, output.Unit, error.Rmse, error.Mean, error.Max, ReportCell.Percent(error.Rmse / error.Range)];

    static IReadOnlyList<ReportCell> StreamRow(OutputError error) => error.Count == 0
        ? [error.Output.Name, error.Output.Unit, ReportCell.None, ReportCell.None, ReportCell.None, 0]
        : [error.Output.Name, error.Output.Unit, error.Rmse, error.Mean, error.Max, error.Count];

    static IReadOnlyList<ReportCell> LayerRow((string Layer, string What, ErrorSummary Error) part) =>
        [part.Layer, part.What, part.Error.Mean, part.Error.Max, ReportCell.Percent(part.Error.Mean / part.Error.Range)];
}
