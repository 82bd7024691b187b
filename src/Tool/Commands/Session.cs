using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands;

/// <summary>One invocation of the tool: where it prints, what it works with, and how it is told to stop.</summary>
sealed record Session(Screen Screen, CommandServices Tools, CancellationToken Cancel)
{
    /// <summary>Reads files, whose reader tells how much it has read, under a progress bar.</summary>
    public T Reading<T>(Func<Action<double>, T> read) => Screen.Track("reading", 1, read);
}
