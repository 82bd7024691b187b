using System.Globalization;
using System.Runtime.InteropServices;
using PumpMonitor.Monitoring;
using PumpMonitor.Sensors;
using PumpMonitor.Simulation;

namespace PumpMonitor.Commands;

/// <summary>The last page of a run: what the model said and when, what the fixed limit would have said, and what it cost.</summary>
public static class RunSummary
{
    public static void Write(PumpRun? run, PumpWatch watch, RulError error, long loopBytes, Pace pace, int pause, WatchFile? file)
    {
        Console.WriteLine();
        Line($"{watch.Hours} steps of one hour; median {watch.Meter.MedianNanoseconds():F0} ns per step on this machine ({RuntimeInformation.ProcessArchitecture}{(pause > 0 ? $", waking every {pause} ms with cold caches; --fast times steps back to back" : "")})");
        Line($"allocated: {watch.Meter.AllocatedBytes} bytes in Step, {loopBytes} bytes in the whole loop with sensors and view");
        Line($"model: {PumpModel.Scheme}, kernel {PumpModel.Kernel}, {PumpModel.WeightBytes} bytes of weights, {PumpModel.StateBytes} bytes of state per pump");
        if (run is null && pace.Missed > 0) Line($"{pace.Missed} readings were not taken: the one before took longer than the interval");
        if (file is not null) Line($"state: {file.Path}; the next run goes on from it, or from the start with --new-bearing");
        if (watch.Out != Sensor.None) Line($"sensors out at the end: {watch.Out}");
        if (run is null)
        {
            Line($"model alarm: {(watch.Model.IsRaised ? "standing" : "none standing")}; fixed limit: {(watch.Limit.IsRaised ? "standing" : "none standing")}");
            return;
        }

        if (watch.Hours < run.Hours)
        {
            Line($"stopped at hour {watch.Hours} of {run.Hours}");
            return;
        }

        foreach (Nuisance nuisance in run.Nuisances)
            if (nuisance.Start < run.Hours)
                Line($"harmless disturbance: {nuisance.Kind}, hours {nuisance.Start + 1}–{Math.Min(nuisance.Start + nuisance.Hours, run.Hours)}");

        if (run.Kind == RunKind.Failing)
        {
            string mean = double.IsNaN(error.Mean) ? ""
                : $"; mean error of the predicted life over the last {RulError.LastHours:F0} h: {error.Mean:F1} h";
            Line($"the bearing failed at hour {run.Hours}{mean}");
            Line($"model alarm:             {Lead(watch.Model.Record)}");
            Line($"fixed limit (4.5 mm/s):  {Lead(watch.Limit.Record)}");
        }
        else
        {
            Line($"the bearing is sound after {run.Hours} h");
            Line($"model alarm:             {watch.Model.Record.FalseAlarms} false");
            Line($"fixed limit (4.5 mm/s):  {watch.Limit.Record.FalseAlarms} false");
        }
    }

    static string Lead(AlarmRecord record) =>
        (record.LeadTime > 0 ? $"{record.LeadTime:F0} h before the failure" : "none in time") + $", {record.FalseAlarms} false";

    static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
