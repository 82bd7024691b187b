namespace PlantSpace;

/// <summary>A wrong command line.</summary>
sealed class UsageException(string message) : Exception(message);
