using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Quantize.Search;

/// <summary>The chosen model, made from all of the data.</summary>
/// <param name="Text">The artifact's file.</param>
/// <param name="Passed">Trials that were chosen before it, and were outside the budget when made again.</param>
/// <param name="Notes">What the quantizer says of it.</param>
sealed record FinalModel(Trial Trial, ModelArtifact Model, string Text, int Passed, IReadOnlyList<string> Notes)
{
    /// <summary>
    /// Of many models that were tried, the smallest inside is likely one that was lucky: made once more, it has to be inside again on the
    /// same data, or the next one is taken; the errors of the trials that were passed over become those of what they were made to be.
    /// </summary>
    /// <param name="quantizer">Calibrated on all of the data.</param>
    /// <param name="trials">Those that are passed over are changed in place.</param>
    /// <param name="progress">Told what share of each attempt is done.</param>
    /// <returns>Null: none is inside again.</returns>
    public static FinalModel? Of(SearchTask task, Quantizer quantizer, List<Trial> trials, Action<double> progress)
    {
        for (int passed = 0; ; passed++)
        {
            var trial = Pareto.Choose(trials, task.Fastest);
            if (trial is null)
                return null;
            var notes = new List<string>();
            var (model, text) = quantizer.Run(trial.Scheme, trial.Compression, trial.FineTuning, task.ToolVersion, notes, progress);
            var standing = task.Judge(model);
            if (standing.IsInside)
                return new(trial, model, text, passed, notes);
            trials[trials.IndexOf(trial)] = trial with { Standing = standing };
        }
    }
}
