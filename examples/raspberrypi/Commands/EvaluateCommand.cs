using PumpMonitor.Monitoring;
using PumpMonitor.Simulation;

namespace PumpMonitor.Commands;

/// <summary>Runs many unseen pumps to their end, with the same debounce for model and the rules, and counts.</summary>
public static class EvaluateCommand
{
    public static int Execute(Arguments arguments)
    {
        int failing = arguments.Int("--failing", 50), healthy = arguments.Int("--healthy", 50);
        ulong seed = arguments.Seed(2);
        bool markdown = arguments.Flag("--markdown"), sensors = arguments.Flag("--sensors"), isGuarded = !arguments.Flag("--unguarded");
        int lives = sensors ? arguments.Int("--lives", 20) : 0;
        arguments.Finish();
        if (sensors)
        {
            FailuresTable.Write(lives, seed, isGuarded, markdown);
            return 0;
        }

        var model = new AlarmScore("model");
        var limit = new AlarmScore("4.5 mm/s limit");
        var trend = new AlarmScore("envelope +12 dB");
        double errorSum = 0;
        long hours = 0;
        for (int index = 0; index < failing + healthy; index++)
        {
            RunKind kind = index < failing ? RunKind.Failing : RunKind.Healthy;
            PumpRun run = PumpSimulator.Simulate(seed, index, kind);
            (PumpWatch watch, RulError error) = Watch(run, isGuarded);
            model.Add(kind, watch.Model.Record);
            limit.Add(kind, watch.Limit.Record);
            trend.Add(kind, watch.Trend.Record);
            hours += run.Hours;
            if (kind == RunKind.Failing) errorSum += error.Mean;
        }

        string title = $"{failing} failing and {healthy} healthy pumps, {hours} hours, seed {seed}";
        EvaluationTable.Write(title, [model, limit, trend], failing, healthy, errorSum / failing, markdown);
        return 0;
    }

    static (PumpWatch Watch, RulError Error) Watch(PumpRun run, bool isGuarded)
    {
        var watch = new PumpWatch(isGuarded);
        var error = new RulError();
        for (int hour = 0; hour < run.Hours; hour++)
        {
            watch.Observe(run.Readings[hour], run.HoursToFailure(hour));
            error.Add(hour, watch.Diagnosis.Rul, run.HoursToFailure(hour));
        }
        if (run.Kind == RunKind.Failing) watch.Failed();
        return (watch, error);
    }
}
