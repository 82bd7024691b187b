using PumpMonitor.Sensors;

namespace PumpMonitor.Simulation;

/// <summary>A pump's readings as they come when a sensor fails at an hour and stays so.</summary>
public static class SensorFailures
{
    const int FirstDay = 12; // in which a rule learns its baseline

    /// <summary>As it is written on a command line: accelerometer-dead.</summary>
    public static string Name(SensorFailure failure) =>
        string.Concat(failure.ToString().Select((c, k) => char.IsUpper(c) ? (k > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>What the board reads in an hour.</summary>
    /// <param name="run">The pump.</param>
    /// <param name="failure">What fails; null: nothing.</param>
    /// <param name="from">The hour in which it does, 1 or later.</param>
    /// <param name="hour">The hour that is read.</param>
    public static SensorReading Read(PumpRun run, SensorFailure? failure, int from, int hour)
    {
        SensorReading now = run.Readings[hour];
        if (failure == SensorFailure.PiezoMissingOnce) return hour == FirstDay ? now with { Envelope = float.NaN } : now;
        if (failure is null || hour < from) return now;

        SensorReading last = run.Readings[from - 1];
        return failure switch
        {
            SensorFailure.AccelerometerDead => now with { VibrationRms = 0.01f * (1 + hour % 3), Kurtosis = 2.9f + 0.05f * (hour % 5) },
            SensorFailure.AccelerometerMissing => now with { VibrationRms = float.NaN, Kurtosis = float.NaN },
            SensorFailure.AccelerometerStuck => now with { VibrationRms = last.VibrationRms, Kurtosis = last.Kurtosis },
            SensorFailure.AccelerometerLoose => (hour % 3) switch
            {
                0 => now,
                1 => now with { VibrationRms = float.NaN, Kurtosis = float.NaN },
                _ => now with { VibrationRms = 500 },
            },
            SensorFailure.PiezoDead => now with { Envelope = 0 },
            SensorFailure.PiezoStuck => now with { Envelope = last.Envelope },
            SensorFailure.TachometerDead => now with { ShaftSpeed = 0 },
            SensorFailure.TachometerStuck => now with { ShaftSpeed = last.ShaftSpeed },
            SensorFailure.ThermometerUnpowered => now with { BearingTemperature = 85 },
            SensorFailure.ClampDead => now with { MotorCurrent = 0 },
            SensorFailure.AllMissing => new(float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN),
            _ => throw new ArgumentOutOfRangeException(nameof(failure)),
        };
    }
}
