namespace EdgeLstm.Quantize.Evaluation;

/// <summary>Yes and no against the truth.</summary>
readonly record struct DetectionScores(int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives)
{
    public double Accuracy => (double)(TruePositives + TrueNegatives) / (TruePositives + FalsePositives + FalseNegatives + TrueNegatives);

    /// <summary>Of what was told, the share that is true; null where nothing was told.</summary>
    public double? Precision => TruePositives + FalsePositives == 0 ? null : (double)TruePositives / (TruePositives + FalsePositives);

    /// <summary>Of what is true, the share that was told; null where nothing is true.</summary>
    public double? Recall => TruePositives + FalseNegatives == 0 ? null : (double)TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Null where nothing was told and nothing is true.</summary>
    public double? F1 => TruePositives + FalsePositives + FalseNegatives == 0 ? null
        : 2.0 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);

    public static DetectionScores At(double threshold, IReadOnlyList<float> scores, IReadOnlyList<double> truth)
    {
        int tp = 0, fp = 0, fn = 0, tn = 0;
        for (int n = 0; n < truth.Count; n++)
            switch (scores[n] >= threshold, truth[n] != 0)
            {
                case (true, true): tp++; break;
                case (true, false): fp++; break;
                case (false, true): fn++; break;
                default: tn++; break;
            }

        return new(tp, fp, fn, tn);
    }

    /// <summary>At scores that occur, from the lowest on: <paramref name="most"/> of them at even shares of the windows.</summary>
    public static IReadOnlyList<(double Threshold, DetectionScores Scores)> Curve(IReadOnlyList<float> scores, IReadOnlyList<double> truth,
        int most)
    {
        float[] sorted = [.. scores.Where(float.IsFinite).Order()];
        return [.. Enumerable.Range(0, most).Select(k => sorted[(int)((long)k * (sorted.Length - 1) / (most - 1))]).Distinct()
            .Select(threshold => ((double)threshold, At(threshold, scores, truth)))];
    }

    /// <summary>
    /// Average precision, the area under the precision-recall curve as steps: Σ (recall − recall before) · precision, over the thresholds
    /// from the highest score down; ties count at once.
    /// </summary>
    public static double AveragePrecision(IReadOnlyList<float> scores, IReadOnlyList<double> truth)
    {
        double area = 0, positives = truth.Count(value => value != 0), found = 0, told = 0;
        foreach (var tie in Enumerable.Range(0, truth.Count).GroupBy(n => scores[n]).OrderByDescending(group => group.Key))
        {
            double hits = tie.Count(n => truth[n] != 0);
            told += tie.Count();
            found += hits;
            area += hits / Math.Max(1, positives) * (found / told);
        }

        return area;
    }
}
