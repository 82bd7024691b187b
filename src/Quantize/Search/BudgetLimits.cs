using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Search;

/// <summary>
/// The budget per output. Where the truth of the samples that decide is known, it is what the RMSE against it may grow by, as measured,
/// and nothing is assumed of how a model's errors go with the float model's own. Where it is not,
/// it is what the RMSE against the float model may be: by more than that no RMSE against any truth grows on the same samples, since
/// errors add as sides of a triangle do.
/// Either way less by the standard error that so few rows leave, or every second choice would be outside on other samples.
/// </summary>
sealed class BudgetLimits
{
    readonly double[] _distance; // where there is no truth
    readonly double _margin;

    public BudgetLimits(Budget budget, SearchData data, Network network)
    {
        Budget = budget;
        HasTruth = data.HeldOut.Truth is not null;
        _margin = 1 + 1 / Math.Sqrt(2.0 * data.HeldOut.Rows);
        _distance = [.. data.HeldOut.Ranges.Zip(data.Seen.Ranges, Math.Max).Select(budget.In)];
        for (int k = 0; HasTruth && budget.IsShare && k < _distance.Length; k++)
            if (data.Choice.Any(samples => samples.FloatRmse![k] == 0))
                throw new ModelException(ErrorCatalogue.NothingInBudget,
                    FormattableString.Invariant($"an RMSE of 0 of the float model against --truth, output '{network.Outputs[k].Name}'"),
                    $"one to take {budget} of", "give --budget in the output's unit, such as 0.1rmse", network.Source);
    }

    /// <summary>As the user gave it.</summary>
    public Budget Budget { get; }

    /// <summary>Whether the choice is made against a truth.</summary>
    public bool HasTruth { get; }

    /// <summary>
    /// Per output, on the samples that are reported on: of the growth against their truth, or of the distance to the float model. Null: a
    /// growth is asked for, and their truth is not known.
    /// </summary>
    public double[]? Report(EvaluationSamples test) => !HasTruth ? _distance : test.FloatRmse is { } rmse ? [.. rmse.Select(Budget.In)]
        : null;

    /// <summary>Per output, what of its budget a model uses on the samples reported on; null: not known without their truth.</summary>
    public double[]? Used(EvaluationSamples test, float[] outputs) => Report(test) is not { } allowed ? null
        : HasTruth ? [.. test.Growth(outputs).Zip(allowed, (change, limit) => change.Growth / limit)]
        : [.. test.Rmse(test.Float, outputs).Zip(allowed, (error, limit) => error / limit)];

    /// <summary>Whether a model keeps the budget there; null: not known.</summary>
    public bool? IsKept(EvaluationSamples test, float[] outputs) => Used(test, outputs) is { } used ? used.Max() <= 1 : null;

    /// <summary>A model over several samples: where it is nearest to its limit.</summary>
    public Standing Worst(IReadOnlyList<EvaluationSamples> choice, ModelArtifact model) =>
        choice.SelectMany(samples => Of(samples, samples.Run(model))).MaxBy(standing => standing.OfLimit);

    /// <summary>Output by output.</summary>
    public IEnumerable<Standing> Of(EvaluationSamples samples, float[] outputs)
    {
        double[] errors = samples.Rmse(samples.Float, outputs);
        if (!HasTruth)
            return errors.Select((error, k) => new Standing(error, _distance[k] / _margin, Part(error, _distance[k] / _margin)));
        return samples.Growth(outputs).Select((change, k) =>
        {
            double limit = Budget.In(samples.FloatRmse![k]);
            // A part of the samples may have no truth of an output; a model that gives no number is as far outside as can be.
            double part = double.IsNaN(limit) && !double.IsNaN(errors[k]) ? double.NegativeInfinity
                : Part(change.Growth + change.StandardError, limit);
            return new Standing(errors[k], limit, part) { Growth = change.Growth };
        });
    }

    static double Part(double measured, double limit) => double.IsNaN(measured) ? double.PositiveInfinity : measured / limit;
}
