using System.Runtime.InteropServices;
using EdgeLstm;

namespace PlantSpace;

/// <summary>Runs the model over rows of sensor values, row by row as they come, and says when the alarm comes and goes.</summary>
static class Program
{
    static int Main(string[] args)
    {
        try
        {
            var options = Options.Of(args);
            if (options.WantsHelp)
            {
                Console.WriteLine(Options.Help);
                return ExitCode.Success;
            }

            // Not disposed: a reader that waits for a row would keep the process from ending.
            TextReader text = new StreamReader(options.Replay == "-" ? Console.OpenStandardInput() : File.OpenRead(options.Replay));
            return Run(options, text, Console.Out, Console.Error);
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine($"PlantApp: {e.Message}; see --help");
            return ExitCode.Usage;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine($"PlantApp: {e.Message}");
            return ExitCode.Failure;
        }
    }

    public static int Run(Options options, TextReader text, TextWriter output, TextWriter error)
    {
        PlantModel.Prepare(); // packs the weights now; after it no row allocates in the model
        var watch = new Watch();
        var state = options.State is { } path ? new StateFile(path) : null;
        state?.Load(watch, error);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

        // The reader may wait for a row that never comes; it ends with the process.
        var replay = new Replay(watch, state, output, error, options.IsQuiet);
        var reading = Task.Run(() => replay.Run(new(text, PlantModel.Inputs, options.Titles, options.Group)));
        bool isDone = Task.WaitAny(reading, stopped.Task) == 0;
        replay.Stop();
        if (isDone)
            reading.GetAwaiter().GetResult(); // its exception, if it had one
        return isDone && watch.IsRaised ? ExitCode.AlarmRings : ExitCode.Success;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // the process ends by itself, with its state saved
            stopped.TrySetResult();
        }
    }
}
