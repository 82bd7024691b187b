using EdgeLstm.Tool.Commands;
using EdgeLstm.Tool.Reports;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C lets the work stop and remove its temporary file; a second one, or two seconds, end the process.
    if (stop.IsCancellationRequested)
        return;
    pressed.Cancel = true;
    stop.Cancel();
    _ = Task.Delay(TimeSpan.FromSeconds(2)).ContinueWith(_ => Environment.Exit(ExitCode.Interrupted), TaskScheduler.Default);
};
return Cli.Run(args, new Session(Screen.ForConsole(), CommandServices.Default, stop.Token), Console.Error);
