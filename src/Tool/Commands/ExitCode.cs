namespace EdgeLstm.Tool.Commands;

/// <summary>What the process returns to the shell.</summary>
static class ExitCode
{
    public const int Success = 0;

    /// <summary>One line <c>error ELSTMnnn: …</c> stands on standard error.</summary>
    public const int Failure = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>128 + SIGINT, as shells expect.</summary>
    public const int Interrupted = 130;
}
