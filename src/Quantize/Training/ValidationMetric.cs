using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Quantize.Training;

/// <summary>
/// What a task is judged by after each epoch: RMSE in the target's own unit, the share of windows whose class was found, or, over features
/// of different units, RMSE in standard deviations.
/// </summary>
static class ValidationMetric
{
    public static string Name(TaskKind task) => task == TaskKind.Classification ? "accuracy" : "RMSE";

    /// <summary>
    /// <paramref name="outputs"/> [windows, answers, outputs] as the network gives them for <paramref name="windows"/>; the first target
    /// counts.
    /// </summary>
    public static double Of(TrainingData data, ReadOnlySpan<int> windows, ReadOnlySpan<float> outputs)
    {
        var (set, head) = (data.Windows, data.Heads[0]);
        int width = head.Count, all = windows.Length * set.AnswerSteps;
        double sum = 0;
        long count = 0;
        for (int n = 0; n < all; n++)
        {
            int window = windows[n / set.AnswerSteps], step = n % set.AnswerSteps;
            if (step >= (set.Lengths?[window] ?? 1) || float.IsNaN(set.Target(window, step)[0]))
                continue;
            var found = outputs.Slice(n * set.Outputs, width);
            var expected = set.Target(window, step)[..width];
            count++;
            if (head.Task == TaskKind.Classification)
                sum += width == 1 ? (found[0] > 0) == (expected[0] > 0.5f) ? 1 : 0 : IndexOfMax(found) == IndexOfMax(expected) ? 1 : 0;
            else
                for (int o = 0; o < width; o++)
                    sum += Math.Pow((found[o] - expected[o]) * (head.Task == TaskKind.Anomaly ? 1 : data.Outputs[o].Scale), 2) / width;
        }

        sum /= Math.Max(1, count);
        return head.Task == TaskKind.Classification ? sum : Math.Sqrt(sum);
    }

    static int IndexOfMax(ReadOnlySpan<float> values) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(values);
}
