using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Gates;

/// <summary>What <c>gates</c> does: run the data through each model, count, draw.</summary>
static class GatesJob
{
    const string Blocks = "▁▂▃▄▅▆▇█";

    static readonly ReportColumn[] Columns =
        [new("model", "model"), new("layer", "layer"), new("gate", "gate"), new("closed", "below 0.1"), new("open", "above 0.9"),
            new("mean", "mean"), new("histogram", "0 … 1")];

    public static Report Run(GatesRequest request, Session session)
    {
        var shown = new List<(string Model, IReadOnlyList<GateView> Gates)>();
        Dataset? drawn = null;
        IReadOnlyList<string> channels = [];
        foreach (string path in request.Models)
        {
            var artifact = session.Tools.IsArtifact(path) ? session.Tools.Artifact(path) : null;
            var network = artifact is null ? session.Tools.Import(path) : null;
            var inputs = network?.Inputs ?? new ArtifactPredictor(artifact!).Inputs;
            var rules = request.Table.For(network?.Rules ?? artifact!.Rules, network is null ? artifact!.Window : network.Window,
                maxSamples: TableOptions.CalibrationSamples);
            var data = session.Reading(done => InputBinding.Load(request.Data, inputs, rules with { Reading = done }));
            if (request.Trace >= data.Windows)
                throw new ModelException(ErrorCatalogue.DataShape, $"--trace {request.Trace} of data with {data.Windows} windows",
                    $"0 to {data.Windows - 1}", "give another window");
            shown.Add((Path.GetFileName(path), network is null ? ArtifactGateViews.Of(artifact!, path, data, request.Trace, session.Cancel)
                : GateViews.Of(network, data, request.Trace, session.Cancel)));
            (drawn, channels) = (data, [.. inputs.Select(input => input.Name)]);
        }

        if (request.Output is not null)
            AtomicFile.WriteText(request.Output, GatesPage.Make(shown, drawn!, channels, request.Trace));
        return new()
        {
            Facts =
            [
                new("windows", "windows", drawn!.Windows),
                new("steps", "samples in each", drawn.Steps),
                .. request.Output is null ? Array.Empty<Fact>() : [new("file", "page", request.Output)],
            ],
            Tables = [new("gates", "Gates", Columns, [.. shown.SelectMany(model => model.Gates.Select(gate => Row(model.Model, gate)))])],
            Notes = drawn.Notes,
        };
    }

    static IReadOnlyList<ReportCell> Row(string model, GateView gate) =>
        [model, gate.Layer, gate.Gate, ReportCell.Percent(gate.ClosedShare), ReportCell.Percent(gate.OpenShare), gate.Mean,
            Bars(gate.Histogram)];

    /// <summary>Ten bars; the highest is the fullest tenth.</summary>
    static string Bars(long[] histogram)
    {
        long[] tenths = [.. histogram.Chunk(histogram.Length / 10).Select(bins => bins.Sum())];
        long most = Math.Max(1, tenths.Max());
        return string.Concat(tenths.Select(tenth => Blocks[(int)(tenth * (Blocks.Length - 1) / most)]));
    }
}
