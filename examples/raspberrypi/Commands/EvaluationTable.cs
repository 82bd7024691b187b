using System.Globalization;
using PumpMonitor.Monitoring;

namespace PumpMonitor.Commands;

/// <summary>The evaluation as aligned columns for a terminal or as a Markdown table for the documentation.</summary>
public static class EvaluationTable
{
    const float TimeToAct = 12;

    public static void Write(string title, AlarmScore[] scores, int failing, int healthy, double rulError, bool markdown)
    {
        Console.WriteLine(title);
        Console.WriteLine();
        Row(markdown, "alarm", scores, score => score.Name);
        if (markdown) Console.WriteLine("|---|" + string.Concat(scores.Select(_ => "---|")));
        Row(markdown, "lead time, median", scores, score => Hours(score.Lead(0.5)));
        Row(markdown, "lead time, shortest", scores, score => Hours(score.Lead(0)));
        Row(markdown, "lead time, longest", scores, score => Hours(score.Lead(1)));
        Row(markdown, $"failures announced {TimeToAct:F0} h ahead", scores, score => $"{score.CaughtAhead(TimeToAct)} of {failing}");
        Row(markdown, "failures missed", scores, score => $"{score.Missed} of {failing}");
        Row(markdown, "healthy pumps accused", scores, score => $"{score.HealthyAccused} of {healthy}");
        Row(markdown, "false alarms, all pumps", scores, score => score.FalseAlarms.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine();
        if (failing > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Predicted life, mean error over the last {RulError.LastHours:F0} h: {rulError:F1} h. Model: {PumpModel.Scheme}, {PumpModel.WeightBytes} bytes of weights."));
    }

    static void Row(bool markdown, string label, AlarmScore[] scores, Func<AlarmScore, string> cell)
    {
        Console.WriteLine(markdown
            ? $"| {label} |" + string.Concat(scores.Select(score => $" {cell(score)} |"))
            : $"{label,-32}" + string.Concat(scores.Select(score => $"{cell(score),18}")));
    }

    static string Hours(float hours) =>
        float.IsNaN(hours) ? "-" : string.Create(CultureInfo.InvariantCulture, $"{hours:F0} h");
}
