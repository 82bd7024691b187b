using PumpMonitor.Monitoring;
using PumpMonitor.Sensors;
using PumpMonitor.Simulation;
using PumpMonitor.Views;

namespace PumpMonitor.Commands;

/// <summary>Streams one pump through the model, an hour per step, and sums up.</summary>
public static class RunCommand
{
    private const int ShowMilliseconds = 25_000; // a whole life on a terminal, with room below a minute for slow ones

    public static int Execute(Arguments arguments)
    {
        ulong seed = arguments.Seed(2030);
        bool fast = arguments.Flag("--fast"), hardware = arguments.Flag("--hardware");
        RunKind kind = arguments.Flag("--healthy") ? RunKind.Healthy : RunKind.Failing;
        arguments.Finish();

        using var stopping = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true; // the summary still comes
            stopping.Cancel();
        };

        PumpRun? run = hardware ? null : PumpSimulator.Simulate(seed, index: 0, kind);
        using ISensorSource source = run is null ? OpenHardware(stopping.Token) : new SimulatedPump(run, seed);
        bool live = !Console.IsOutputRedirected && Console.WindowHeight >= LiveView.Rows && !fast;
        IMonitorView view = live ? new LiveView() : new PlainView();
        int pause = live && run is not null ? Math.Clamp(ShowMilliseconds / run.Hours, 5, 100) : 0;

        var watch = new PumpWatch();
        (RulError error, long loopBytes) = Stream(source, run, watch, view, pause, stopping.Token);
        RunSummary.Write(run, watch, error, loopBytes, pause);
        return 0;
    }

    private static (RulError Error, long LoopBytes) Stream(
        ISensorSource source, PumpRun? run, PumpWatch watch, IMonitorView view, int pause, CancellationToken stopping)
    {
        var error = new RulError();
        view.Begin(source.Description);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int hour = 0; !stopping.IsCancellationRequested && source.TryRead(out SensorReading reading); hour++)
        {
            float hoursToFailure = run?.HoursToFailure(hour) ?? float.NaN;
            watch.Observe(in reading, hoursToFailure);
            error.Add(hour, watch.Diagnosis.Rul, hoursToFailure);
            view.Show(in reading, watch, hoursToFailure);
            if (pause > 0) Thread.Sleep(pause);
        }
        long loopBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        view.End();
        if (run is { Kind: RunKind.Failing } && watch.Hours == run.Hours) watch.Failed();
        return (error, loopBytes);
    }

    private static ISensorSource OpenHardware(CancellationToken stopping)
    {
#if EDGELSTM_HARDWARE
        return new Hardware.PiSensors(stopping);
#else
        throw new UsageException("this build has no sensors: publish with -r linux-arm64, or build with -p:EdgeLstmHardware=true");
#endif
    }
}
