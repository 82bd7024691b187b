using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands;

/// <summary>What <c>quantize</c> does: import, calibrate, quantize, measure, write.</summary>
static class QuantizeJob
{
    /// <summary>
    /// Where the user leaves the choice: int8x16 stores the same bytes as int8, and on the RUL model of the tests loses a fifth of what
    /// int8 does (RMSE 0.16 against 0.85 cycles) for at most 1.8 times the step.
    /// </summary>
    public const Scheme DefaultScheme = Scheme.Int8x16;

    public static Report Run(QuantizeRequest request, Session session)
    {
        var file = session.Tools.Import(request.Model);
        QuantizePass.RequireSupported(file);
        var network = request.SchemaFile is null ? file
            : SchemaFile.Read(request.SchemaFile, file.Inputs.Count, file.Outputs.Count).ApplyTo(file);
        var data = InputBinding.Load(request.Calibration, (request.UserUnits ? network : file).Inputs,
            request.Table.For(file.Rules, file.Window, maxSamples: TableOptions.CalibrationSamples));
        if (request.UserUnits)
            data = data with { Values = new UnitMap(network.Inputs, file.Inputs).Apply(data.Values) };
        if (!Array.Exists(data.Values, float.IsFinite))
            throw new ModelException(ErrorCatalogue.NothingCompared, "calibration data without a number", "typical samples",
                "correct the columns' contents", request.Calibration[0]);
        Scheme scheme = request.Scheme is null ? DefaultScheme : Enum.Parse<Scheme>(request.Scheme, ignoreCase: true);
        if (file.TakesPieces)
            data = data.Joined();
        var notes = new List<string>([.. file.Notes, .. data.Notes]);

        var (model, errors, steps, stream) = session.Screen.Track(request.FineTuning is null ? "calibrating" : "calibrating, fine-tuning",
            4, done =>
        {
            var quantizer = Quantizer.Calibrate(file, network, data, session.Cancel, done);
            notes.AddRange(InputNotes.FarFromNormal(file, quantizer.Statistics));
            done(2);
            var (artifact, text) = quantizer.Run(scheme, request.Compression, request.FineTuning, ShowVersion.Release, notes,
                share => done(2 + share));
            var measured = QuantizationErrors.Measure(file, artifact, data, session.Cancel);
            if (measured.Outputs.All(output => output.Count == 0))
                throw new ModelException(ErrorCatalogue.NothingCompared,
                    $"no finite answer of both models to calibration data {data.ShapeText}", "one at least",
                    "correct the data, or the model", request.Model);
            var check = new Verification(new FloatPredictor(file), new ArtifactPredictor(artifact), data, userUnits: false, session.Cancel)
                .AsStream(QuantizationErrors.MaxSteps);
            AtomicFile.WriteText(request.Output, text);
            done(4);
            return (artifact, measured, quantizer.Statistics.Steps, check);
        });
        if (stream is not null)
            notes.InsertRange(0, stream.Verdict(data.AreStreams || data.Windows == 1 ? []
                : [.. errors.Outputs.Select(output => output.Rmse)]));
        string options = request.Table.Text(Shell.Word) + (request.UserUnits ? " --units user" : "") + session.Tools.ForwardText;
        notes.Add($"next: <EdgeLstmModel Include=\"{Path.GetFileName(request.Output)}\" /> in the project file, or "
            + $"'edgelstm verify {Shell.Word(request.Model)} {Shell.Word(request.Output)} --data DATA{options}' on data that calibration did not see");
        notes.Add($"then: {new MadeFor(model).Call}");
        return QuantizeReport.Make(request, file, model, errors, stream, steps, notes);
    }
}
