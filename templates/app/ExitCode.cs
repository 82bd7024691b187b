namespace PlantSpace;

/// <summary>What the process returns.</summary>
static class ExitCode
{
    public const int Success = 0, Failure = 1, Usage = 2, AlarmRings = 3;
}
