namespace PumpMonitor.Commands;

/// <summary>The command line cannot be understood: one line on stderr and exit code 2.</summary>
public sealed class UsageException(string message) : Exception(message);
