using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;
using EdgeLstm.Quantize.Search;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>What <c>compress</c> does: calibrate, try, time, choose, make the chosen model from all of the data, measure, write.</summary>
static class CompressJob
{
    public static Report Run(CompressRequest request, Session session)
    {
        var network = session.Tools.Import(request.Model);
        QuantizePass.RequireSupported(network);
        if (request.FineTuning is not null)
            FineTuningPass.RequireTunable(network);
        var notes = new List<string>();
        var data = CompressData.Load(request, network, session.Cancel, notes);
        var limits = new BudgetLimits(request.Budget, data, network);
        var task = new SearchTask(network, data, limits, request.Fastest, ShowVersion.Release, session.Cancel);
        var trialQuantizer = Quantizer.Calibrate(network, network, data.Trials, session.Cancel);
        var trials = session.Screen.Track("trying", 1, done => new CompressionSearch(task, trialQuantizer, done).Run());
        if (request.FineTuning is { } tuning)
            trials.AddRange(session.Screen.Track("fine-tuning", 1, done =>
                new FineTunedTrials(task, trialQuantizer, tuning, done).Of(trials)));
        if (!trials.Any(trial => trial.IsInside))
            throw NothingInBudget(request, trials, network);

        trials = Timed(trials, network, session);
        var result = session.Screen.Track("making the chosen model", 3, done =>
        {
            var quantizer = Quantizer.Calibrate(network, network, data.All, session.Cancel, done);
            var chosen = FinalModel.Of(task, quantizer, trials, share => done(1 + share))
                ?? throw NothingInBudget(request, trials, network);
            notes.AddRange(Notes(chosen));
            done(2);
            var made = new Compressed(request, network, data, limits, trials, chosen.Trial, chosen.Model, data.Test.Run(chosen.Model),
                QuantizationErrors.Measure(network, chosen.Model, data.Test.Data, session.Cancel));
            if (request.Page is not null)
                AtomicFile.WriteText(request.Page, CompressPage.Make(made, session.Cancel));
            AtomicFile.WriteText(request.Output, chosen.Text);
            return made;
        });
        return CompressReport.Make(result, notes);
    }

    static IEnumerable<string> Notes(FinalModel chosen)
    {
        int passed = chosen.Passed;
        if (passed > 0)
            yield return $"{passed} {(passed == 1 ? "model that was" : "models that were")} inside when calibrated on a part of --data {(passed == 1 ? "was" : "were")} not when calibrated on all of it, and passed over";
        foreach (string note in chosen.Notes)
            yield return note;
    }

    /// <summary>Nanoseconds of what no other trial beats and is inside the budget. Models that read ahead have no step to time.</summary>
    static List<Trial> Timed(List<Trial> trials, Network network, Session session)
    {
        Trial[] timed = network.CanStream ? [.. Pareto.WorthTiming(trials)] : [];
        if (timed.Length == 0)
            return trials;
        return session.Screen.Track("timing", timed.Length, done =>
        {
            double[] times = session.Tools.TimeSteps([.. timed.Select(trial => trial.Model)], session.Cancel, done);
            return trials.ConvertAll(trial => Array.IndexOf(timed, trial) is >= 0 and var k ? trial with { Nanoseconds = times[k] }
                : trial);
        });
    }

    static ModelException NothingInBudget(CompressRequest request, List<Trial> trials, Network network)
    {
        var nearest = trials.MinBy(trial => trial.OfLimit)!;
        string unit = network.Outputs.Select(output => output.Unit).Distinct().ToArray() is [{ Length: > 0 } one] ? $" {one}" : "";
        var at = nearest.Standing;
        return new(ErrorCatalogue.NothingInBudget,
            at.Growth is { } growth
                ? FormattableString.Invariant($"nothing inside the budget; the nearest, {nearest}, raises the RMSE against --truth by {growth:g3} ± {at.OfLimit * at.Limit - growth:g2}{unit}")
                : FormattableString.Invariant(
                    $"nothing inside the budget; the nearest, {nearest}, is {at.Error:g3}{unit} from the float model"),
            FormattableString.Invariant($"at most {at.Limit:g3}{unit} (--budget {request.Budget})"),
            FormattableString.Invariant($"allow {nearest.OfLimit:g3} times that with --budget, or give --data that cover more of what the machine does; '{Path.GetFileName(request.Output)}' was not written"), network.Source);
    }
}
