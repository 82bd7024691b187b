using System.Globalization;
using System.Runtime.InteropServices;
using PumpMonitor.Monitoring;
using PumpMonitor.Sensors;
using PumpMonitor.Simulation;
using PumpMonitor.Views;

namespace PumpMonitor.Commands;

/// <summary>Streams one pump through the model, a reading per step, and sums up.</summary>
public static class RunCommand
{
    const int ShowMilliseconds = 25_000; // a whole life on a terminal, with room below a minute for slow ones

    static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>One step of the model.</summary>
    static readonly TimeSpan TrainedInterval = TimeSpan.FromHours(1);

    public static int Execute(Arguments arguments)
    {
        ulong seed = arguments.Seed(2030);
        bool fast = arguments.Flag("--fast"), hardware = arguments.Flag("--hardware"), anew = arguments.Flag("--new-bearing");
        TimeSpan? interval = arguments.Time("--interval");
        string state = arguments.Text("--state", hardware ? DefaultState() : "");
        (SensorFailure Failure, int From)? failure = arguments.SensorFailure("--fail");
        RunKind kind = arguments.Flag("--healthy") ? RunKind.Healthy : RunKind.Failing;
        arguments.Finish();
        if (hardware && failure is not null) throw new UsageException("--fail is of the simulation; with --hardware, pull a wire");

        using var stopping = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop); // systemd
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);  // Ctrl+C

        bool live = !Console.IsOutputRedirected && Console.WindowHeight >= LiveView.Rows && !fast;
        IMonitorView view = live ? new LiveView() : new PlainView();
        var watch = new PumpWatch();
        var file = state.Length == 0 ? null : new WatchFile(state);
        TimeSpan? since = file?.Age();
        string begun = Begin(file, watch, anew);
        PumpRun? run = hardware ? null : PumpSimulator.Simulate(seed, index: 0, kind);
        using ISensorSource source = run is null ? OpenHardware(view.Note) : new SimulatedPump(run, seed, watch.Hours, failure);
        TimeSpan shown = TimeSpan.FromMilliseconds(live && run is not null ? Math.Clamp(ShowMilliseconds / run.Hours, 5, 100) : 0);
        TimeSpan between = interval ?? (hardware ? TrainedInterval : shown);
        TimeSpan? before = hardware && watch.Hours > 0 ? since : null;
        var pace = new Pace(between, stopping.Token, before);

        view.Begin(source.Description);
        if (begun.Length > 0) view.Note(begun);
        if (before > 1.5 * between)
            view.Note(string.Create(
                CultureInfo.InvariantCulture, $"nothing was read for {before.Value.TotalHours:F1} h; the model does not know of it"));
        else if (before is { } passed && between - passed > Soon)
            view.Note(string.Create(CultureInfo.InvariantCulture, $"the next reading is due in {(between - passed).TotalMinutes:F0} min"));
        if (hardware && interval is { } other && other != TrainedInterval)
            view.Note("the model knows readings an hour apart: at another interval its answers are for trying the wiring");
        (RulError error, long loopBytes) = Stream(source, run, watch, view, pace, file);
        view.End();
        int pause = live && run is not null && interval is null ? (int)shown.TotalMilliseconds : 0;
        RunSummary.Write(run, watch, error, loopBytes, pace, pause, file);
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // the summary still comes
            try
            {
                stopping.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // A second signal, and the program has ended already.
            }
        }
    }

    static (RulError Error, long LoopBytes) Stream(
        ISensorSource source, PumpRun? run, PumpWatch watch, IMonitorView view, Pace pace, WatchFile? file)
    {
        var error = new RulError();
        bool saves = true;
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (pace.WaitForNext() && source.TryRead(out SensorReading reading))
        {
            int hour = watch.Hours;
            float hoursToFailure = run?.HoursToFailure(hour) ?? float.NaN;
            watch.Observe(in reading, hoursToFailure);
            if (watch.CanTell) error.Add(hour, watch.Diagnosis.Rul, hoursToFailure);
            if (file is not null) TrySave(file, watch, view, ref saves);
            view.Show(in reading, watch, hoursToFailure);
        }

        long loopBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        if (run is { Kind: RunKind.Failing } && watch.Hours == run.Hours) watch.Failed();
        return (error, loopBytes);
    }

    /// <summary>Goes on from the file, unless a new bearing was fitted; returns what to say of it.</summary>
    static string Begin(WatchFile? file, PumpWatch watch, bool anew)
    {
        if (file is null) return "";
        try
        {
            file.RequireFiles();
            if (!anew && file.TryLoad(watch)) return $"goes on at hour {watch.Hours + 1} from {file.Path}";
            file.Save(watch); // now, so that a folder that can't be written is found before a day of readings
            return "";
        }
        catch (InvalidDataException problem)
        {
            return problem.Message;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--state {file.Path}: {problem.Message}");
        }
    }

    /// <summary>A full disk is said once and does not end the watch.</summary>
    static void TrySave(WatchFile file, PumpWatch watch, IMonitorView view, ref bool saves)
    {
        try
        {
            file.Save(watch);
            if (!saves) view.Note("the state is saved again");
            saves = true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (saves) view.Note($"the state can't be saved: {problem.Message}");
            saves = false;
        }
    }

    /// <summary>In the folder that systemd gives a service, or here.</summary>
    static string DefaultState() => Path.Combine(Environment.GetEnvironmentVariable("STATE_DIRECTORY") ?? ".", "pump.state");

    static ISensorSource OpenHardware(Action<string> note)
    {
#if EDGELSTM_HARDWARE
        return new Hardware.PiSensors(note);
#else
        throw new UsageException("this build has no sensors: publish with -r linux-arm64, or build with -p:EdgeLstmHardware=true");
#endif
    }
}
