using System.Globalization;
using System.Text;
using EdgeLstm.Tool.Charts;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>One output over the test data: the truth where it is known, the float model, the compressed one.</summary>
static class PredictionChart
{
    const int Width = 640, Height = 220, Left = 44, MaxPoints = 320;

    public static string Draw(Compressed made, int output)
    {
        int outputs = made.Network.Outputs.Count, rows = made.Outputs.Length / outputs;
        var test = made.Data.Test;
        // Windows have no order of their own: by what is to be predicted. A stream has.
        bool isStream = IsStream(made);
        float[] key = Column(test.Truth ?? test.Float);
        int[] order = [.. isStream ? Enumerable.Range(0, rows) : Enumerable.Range(0, rows).OrderBy(row => key[row])];
        if (rows > MaxPoints)
            order = [.. Enumerable.Range(0, MaxPoints).Select(k => order[(int)((long)k * rows / MaxPoints)])];
        float[]? truth = test.Truth is { } known ? Column(known) : null;
        float[] floats = Column(test.Float), compressed = Column(made.Outputs);

        var axis = Axis.Linear(order.SelectMany(row => (double[])[truth?[row] ?? floats[row], floats[row], compressed[row]]),
            fromZero: false);
        var drawing = new StringBuilder();
        foreach (double tick in axis.Ticks)
            drawing.Append(CultureInfo.InvariantCulture,
                $"<path class=\"axis\" d=\"M0 {Y(tick):F1}H{Width}\"/>{Svg.Label(-6, Y(tick) + 4, Axis.Text(tick), "end")}");
        if (truth is not null)
            drawing.Append(Line("truth", truth));
        drawing.Append(Line("before", floats)).Append(Line("trace", compressed))
            .Append(Svg.Ends(Width, Height, "1", order.Length.ToString(CultureInfo.InvariantCulture)));
        return Svg.Frame(Width, Height, drawing.ToString(), Left);

        float[] Column(float[] values) => [.. values.Where((_, k) => k % outputs == output)];
        double Y(double value) => (1 - axis.At(value)) * Height;
        string Line(string style, float[] values) =>
            Svg.Line(style, order.Select((row, k) => (k, Value: values[row])).Where(at => float.IsFinite(at.Value))
            .Select(at => Svg.Point(order.Length < 2 ? 0 : (double)at.k / (order.Length - 1) * Width, Y(at.Value))));
    }

    /// <summary>Whether the rows are steps of one recording.</summary>
    public static bool IsStream(Compressed made) => made.Data.Test.Data.Windows == 1 || made.Network.EveryStep;
}
