namespace EdgeLstm.Quantize.Commands;

/// <summary>How far the sample after each window is from what the model expected: RMSE over the features, each in units of its RMSE over the samples that are normal.</summary>
static class AnomalyScore
{
    public static float[] Of(IPredictor model, EvaluationWindows data, float[] expected)
    {
        int features = model.Inputs.Count;
        var errors = new double[data.Count][];
        for (int n = 0; n < data.Count; n++)
        {
            var (series, row) = data.Places[n];
            errors[n] = [.. data.Series[series].Rows[row].Select((value, k) => value - expected[n * features + k])];
        }

        // A feature's own scale: where nothing is known to be normal, of all.
        bool any = data.Truth.Any(truth => truth == 0);
        double[] scales = [.. Enumerable.Range(0, features).Select(k => Math.Sqrt(errors.Where((_, n) => !any || data.Truth[n] == 0).Average(error => error[k] * error[k])))];
        return [.. errors.Select(error => (float)Math.Sqrt(error.Select((value, k) => scales[k] > 0 ? value / scales[k] : 0).Average(value => value * value)))];
    }
}
