using EdgeLstm.Quantize;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands;

/// <summary>What <c>quantize</c> does: import, calibrate, quantize, measure, write.</summary>
static class QuantizeJob
{
    /// <summary>Where the user leaves the choice.</summary>
    public static readonly Scheme DefaultScheme = new QuantizationOptions().Scheme;

    public static Report Run(QuantizeRequest request, Session session)
    {
        var file = session.Tools.Import(request.Model);
        QuantizePass.RequireSupported(file);
        var model = new TrainedModel(file, file, file.Notes);
        if (request.SchemaFile is not null)
            model = model.WithSchema(request.SchemaFile);
        var channels = (request.UserUnits ? model.Network : file).Inputs;
        var rules = request.Table.For(file.Rules, file.Window, maxSamples: TableOptions.CalibrationSamples);
        rules = rules with { NamesRemedy = TableRules.UnitsRemedy };
        var data = session.Reading(done => InputBinding.Load(request.Calibration, channels, rules with { Reading = done }));
        // As verify has it. A single series may be a stream; several are windows, and the model's are of one length.
        if (!file.TakesPieces && !data.AreStreams && data.Windows > 1)
            DatasetShape.RequireWindow(data, file.Window);
        Scheme scheme = request.Scheme is null ? DefaultScheme : Enum.Parse<Scheme>(request.Scheme, ignoreCase: true);
        var made = session.Screen.Track(request.FineTuning is null ? "calibrating" : "calibrating, fine-tuning", 1, done =>
        {
            var calibrated = model.Calibrate(new(data, channels, request.Calibration[0]), scheme, request.Compression, request.FineTuning,
                done, session.Cancel);
            calibrated.Model.Save(request.Output);
            return calibrated;
        });
        string options = request.Table.Text(Shell.Word) + (request.UserUnits ? " --units user" : "");
        return QuantizeReport.Make(request, file, made,
        [
            .. made.Model.Notes,
            $"next: 'edgelstm verify {Shell.Word(request.Model)} {Shell.Word(request.Output)} --data DATA{options}' "
                + "on data that calibration did not see",
            NextStep.NewApp(request.Output),
            $"then: {new MadeFor(made.Model.Artifact).Call}",
        ]);
    }
}
