using PumpMonitor.Sensors;

namespace PumpMonitor.Simulation;

/// <summary>
/// One recorded run and what only hindsight knows about it. One reading per hour; the last reading of a failing run is its failure.
/// </summary>
public sealed class PumpRun(RunKind kind, IReadOnlyList<Nuisance> nuisances, SensorReading[] readings)
{
    /// <summary>
    /// Remaining life is not told beyond this many hours: a sound bearing looks the same 130 or 500 h before its end (the piecewise-linear
    /// target of Heimes, PHM 2008, and most work on turbofan data since).
    /// </summary>
    public const float LongestRul = 125;

    /// <summary>"Soon": two days to get a spare bearing and a fitter.</summary>
    public const float FaultHorizon = 48;

    public RunKind Kind { get; } = kind;

    public IReadOnlyList<Nuisance> Nuisances { get; } = nuisances;

    public ReadOnlySpan<SensorReading> Readings => readings;

    public int Hours => readings.Length;

    /// <summary>Hours until failure after reading <paramref name="hour"/>; infinite for a healthy run.</summary>
    public float HoursToFailure(int hour) => Kind == RunKind.Failing ? Hours - 1 - hour : float.PositiveInfinity;

    /// <summary>The target the model learns: remaining useful life in hours, capped.</summary>
    public float Rul(int hour) => Math.Min(HoursToFailure(hour), LongestRul);

    /// <summary>The other target: failure within <see cref="FaultHorizon"/>.</summary>
    public bool FailsSoon(int hour) => HoursToFailure(hour) <= FaultHorizon;
}
