using System.Globalization;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Evaluation;

/// <summary>Which machine and which of its samples, from 0, each row of predictions is of, where the data came from a table.</summary>
static class ResultRows
{
    /// <summary>Null where the numbers of window and step say all there is.</summary>
    public static ResultColumns? Of(Dataset data, Predictions predictions, bool everyStep)
    {
        if (data.Starts is null || data.AreStreams && data.GroupColumn.Length == 0)
            return null;
        int perWindow = everyStep || predictions.Shape.Count == 3 ? predictions.Shape[1] : 1;
        bool hasGroup = data.GroupColumn.Length > 0;
        return new(hasGroup ? [data.GroupColumn, "sample"] : ["sample"], row =>
        {
            int window = row / perWindow, step = row % perWindow, length = data.Length(window);
            if (step >= (predictions.Rows?[window] ?? perWindow))
                return null;
            var series = data.Series.First(each => each.First <= data.First(window) && data.First(window) < each.First + each.Rows);
            // A window that gives one answer gives it after its last sample.
            string sample = (data.First(window) - series.First + length - Math.Min(length, predictions.Rows?[window] ?? perWindow) + step)
                .ToString(CultureInfo.InvariantCulture);
            return hasGroup ? [series.Name, sample] : [sample];
        });
    }
}
