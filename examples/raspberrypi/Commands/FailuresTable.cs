using System.Globalization;
using PumpMonitor.Monitoring;
using PumpMonitor.Simulation;

namespace PumpMonitor.Commands;

/// <summary>What the watch is worth when a sensor fails, one failure a row.</summary>
public static class FailuresTable
{
    static readonly string[] Heads =
        ["sensor", "announced", "lead, median", "falsely sound", "alarms cleared", "false alarms", "said after"];

    public static void Write(int lives, ulong seed, bool isGuarded, bool markdown)
    {
        Console.WriteLine(
            $"{lives} failing and {lives} healthy pumps, seed {seed}; a sensor fails {FailureScore.BeforeAlarm} h before the bearing does, "
            + $"and anew {FailureScore.AfterAlarm} h before");
        Console.WriteLine();
        Row(markdown, Heads);
        if (markdown) Console.WriteLine("|---|" + string.Concat(Enumerable.Repeat("---:|", Heads.Length - 1)));
        SensorFailure?[] failures = [null, .. Enum.GetValues<SensorFailure>()];
        foreach (SensorFailure? failure in failures)
        {
            var score = new FailureScore(failure, isGuarded);
            for (int index = 0; index < lives; index++) score.Add(seed, index);
            Row(markdown,
                failure is { } fails ? SensorFailures.Name(fails) : "none", $"{score.Announced}",
                score.Announced == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{score.MedianLead:F0} h"),
                $"{score.FalselySound}", $"{score.Cleared}", $"{score.FalseAlarms}",
                score.MedianDelay < 0 ? "-" : $"{score.MedianDelay} h");
        }
    }

    static void Row(bool markdown, params string[] cells) => Console.WriteLine(markdown
        ? $"| {string.Join(" | ", cells)} |"
        : $"{cells[0],-22}" + string.Concat(cells.Skip(1).Select(cell => $"{cell,16}")));
}
