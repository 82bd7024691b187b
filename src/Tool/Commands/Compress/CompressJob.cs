using EdgeLstm.Quantize;
using EdgeLstm.Quantize.Data;
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
        var data = CompressData.Load(request, network, session, notes);
        var limits = new BudgetLimits(request.Budget, data, network);
        var task = new SearchTask(network, data, limits, request.Fastest, LibraryVersion.Release, session.Cancel);
        var (trials, chosen) = new BudgetSearch(task, request.FineTuning, session.Screen)
        {
            TimeSteps = (models, done) => session.Tools.TimeSteps(models, session.Cancel, done),
        }.Run();
        notes.AddRange(Notes(chosen));
        var made = new Compressed(request, network, data, limits, trials, chosen.Trial, chosen.Model, data.Test.Run(chosen.Model),
            QuantizationErrors.Measure(network, chosen.Model, data.Test.Data, session.Cancel));
        if (request.Page is not null)
            AtomicFile.WriteText(request.Page, CompressPage.Make(made, session.Cancel));
        AtomicFile.WriteText(request.Output, chosen.Text);
        return CompressReport.Make(made, notes);
    }

    static IEnumerable<string> Notes(FinalModel chosen)
    {
        int passed = chosen.Passed;
        if (passed > 0)
            yield return $"{passed} {(passed == 1 ? "model that was" : "models that were")} inside when calibrated on a part of --data {(passed == 1 ? "was" : "were")} not when calibrated on all of it, and passed over";
        foreach (string note in chosen.Notes)
            yield return note;
    }
}
