using System.Runtime.ExceptionServices;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>
/// Trains on what would be chosen if it were inside the budget, and is not too far outside: a few trials, each on one thread.
/// </summary>
sealed class FineTunedTrials(Quantizer quantizer, IReadOnlyList<EvaluationSamples> choice, BudgetLimits limits, FineTuning tuning,
    Session session)
{
    /// <summary>
    /// Of the limit, in squares of errors: those become a third to a fifth of what they were, at a low rank a tenth at most.
    /// </summary>
    const double Farthest = 100;

    const int MaxTrials = 6;

    /// <summary>The trained ones, those that came to be better.</summary>
    public List<Trial> Of(IReadOnlyList<Trial> trials, bool fastest)
    {
        Trial[] promising = [.. Promising(trials, fastest)];
        var tuned = new Trial?[promising.Length];
        var shares = new double[promising.Length];
        session.Screen.Track("fine-tuning", Math.Max(1, promising.Length), done =>
        {
            try
            {
                Parallel.For(0, promising.Length, new ParallelOptions
                {
                    CancellationToken = session.Cancel,
                    MaxDegreeOfParallelism = Environment.ProcessorCount
                }, k => tuned[k] = Tune(promising[k], share =>
                {
                    shares[k] = share;
                    done(shares.Sum());
                }));
            }
            catch (AggregateException e)
            {
                ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            }

            return 0;
        });
        return [.. tuned.OfType<Trial>()];
    }

    /// <summary>Cheaper than the best inside, and of those what none other beats: the nearest to the limit first.</summary>
    static IEnumerable<Trial> Promising(IReadOnlyList<Trial> trials, bool fastest)
    {
        long Cost(Trial trial) => fastest ? trial.Work : trial.Bytes;
        long most = trials.Where(trial => trial.IsInside).Select(Cost).DefaultIfEmpty(long.MaxValue).Min();
        Trial[] near = [.. trials.Where(trial => !trial.IsInside && trial.Standing.Spent <= Farthest && !trial.Compression.IsNone
            && Cost(trial) < most)];
        return near.Where(trial => !near.Any(other => Cost(other) <= Cost(trial) && other.OfLimit < trial.OfLimit))
            .OrderBy(trial => trial.OfLimit).Take(MaxTrials);
    }

    Trial? Tune(Trial trial, Action<double> done)
    {
        ModelArtifact model;
        try
        {
            (model, _) = quantizer.Run(trial.Scheme, trial.Compression, tuning with { Threads = 1 }, ShowVersion.Release, [], done);
        }
        catch (ModelException)
        {
            return null; // sums that could overflow, of weights that training made
        }

        if (model.Sha256 == trial.Model.Sha256)
            return null; // training made it no better
        return new(trial.Scheme, trial.Compression, model, limits.Worst(choice, model)) { FineTuning = tuning };
    }
}
