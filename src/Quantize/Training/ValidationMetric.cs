using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Quantize.Training;

/// <summary>
/// What a task is judged by after each epoch: RMSE in the target's own unit, the share of windows whose class was found, or, over features of different units, RMSE in standard deviations.
/// </summary>
static class ValidationMetric
{
    public static string Name(TaskKind task) => task == TaskKind.Classification ? "accuracy" : "RMSE";

    /// <summary><paramref name="outputs"/> [windows, outputs] as the network gives them for <paramref name="windows"/>.</summary>
    public static double Of(TrainingData data, ReadOnlySpan<int> windows, ReadOnlySpan<float> outputs)
    {
        int width = data.Windows.Outputs;
        double sum = 0;
        for (int n = 0; n < windows.Length; n++)
        {
            var found = outputs.Slice(n * width, width);
            var expected = data.Windows.Targets.AsSpan(windows[n] * width, width);
            if (data.Task == TaskKind.Classification)
                sum += width == 1 ? (found[0] > 0) == (expected[0] > 0.5f) ? 1 : 0 : IndexOfLargest(found) == IndexOfLargest(expected) ? 1 : 0;
            else
                for (int o = 0; o < width; o++)
                    sum += Math.Pow((found[o] - expected[o]) * (data.Task == TaskKind.Anomaly ? 1 : data.Outputs[o].Scale), 2) / width;
        }

        sum /= windows.Length;
        return data.Task == TaskKind.Classification ? sum : Math.Sqrt(sum);
    }

    static int IndexOfLargest(ReadOnlySpan<float> values) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(values);
}
