using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Quantize.Commands;

/// <summary>
/// The budget per output. Where the truth is known, it is what the RMSE against it may grow by, B from R. The samples that the choice is made on have no truth: an error e against the float
/// model, independent of the model's own, makes √(R² + e²) of R, so that e may be √(2·R·B + B²) there;
/// less by the standard error that an RMSE over so few rows has, 1/√(2·rows) of it, or every second choice would be outside on other samples.
/// </summary>
sealed record Limits(IReadOnlyList<double> Choice, IReadOnlyList<double> Report, IReadOnlyList<double>? FloatRmse)
{
    public static Limits Of(Budget budget, CompressData data)
    {
        double margin = 1 + 1 / Math.Sqrt(2.0 * data.HeldOut.Rows);
        if (data.Test.Truth is not { } truth)
        {
            double[] shares = [.. data.HeldOut.Ranges.Zip(data.Seen.Ranges, Math.Max).Select(budget.In)];
            return new([.. shares.Select(limit => limit / margin)], shares, null);
        }

        double[] rmse = data.Test.Rmse(truth, data.Test.Float), growth = [.. rmse.Select(budget.In)];
        return new([.. rmse.Zip(growth, (r, b) => Math.Sqrt(2 * r * b + b * b) / margin)], growth, rmse);
    }

    /// <summary>A model's error over several samples: where it is nearest to its limit, and how near.</summary>
    public (double Error, double OfLimit) Worst(IReadOnlyList<Yardstick> choice, ModelArtifact model) =>
        choice.Select(samples => Worst(samples.Rmse(samples.Float, samples.Run(model)))).MaxBy(worst => worst.OfLimit);

    /// <summary>Against the float model on the choice's samples: the output nearest to its limit, and how near.</summary>
    public (double Error, double OfLimit) Worst(double[] rmse)
    {
        // Not a number is as far outside as can be.
        double[] parts = [.. rmse.Zip(Choice, (e, limit) => double.IsNaN(e) ? double.PositiveInfinity : e / limit)];
        int worst = Array.IndexOf(parts, parts.Max());
        return (rmse[worst], parts[worst]);
    }
}
