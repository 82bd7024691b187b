namespace PumpMonitor.Sensors;

/// <summary>What is known of a channel before anything is read: what a sound sensor can say, and what only a broken one says.</summary>
/// <param name="Sensor">The device that reads it.</param>
/// <param name="Lowest">A sound sensor reads no less, even when the pump stands.</param>
/// <param name="Highest">Nor more.</param>
/// <param name="LowestTurning">Nor less than this while the shaft turns.</param>
/// <param name="HighestStanding">Nor more than this while it stands.</param>
/// <param name="StuckAfter">So many readings of a turning pump are never the same to the last digit.</param>
/// <param name="Usual">Stands in until the first good reading of a turning pump.</param>
/// <param name="UsualStanding">And of one that stands.</param>
/// <param name="Error">A number inside the range by which the sensor says that it has none; NaN: there is no such number.</param>
public readonly record struct Channel(
    Sensor Sensor, float Lowest, float Highest, float LowestTurning, float HighestStanding, int StuckAfter, float Usual,
    float UsualStanding, float Error = float.NaN)
{
    /// <summary>In the order of <see cref="SensorReading.CopyTo"/>.</summary>
    public static ReadOnlySpan<Channel> All => InOrder;

    // Ranges are the sensors' own, far outside of what the pump does. A thermometer's chip resolves 0.06 K and a housing is slow, so that
    // it may well repeat itself for hours; 85 °C is what the DS18B20 says after a loss of power, before it has measured.
    static readonly Channel[] InOrder =
    [
        new(Sensor.Accelerometer, 0, 100, LowestTurning: 0.1f, HighestStanding: 100, StuckAfter: 6, 1.5f, 0),
        new(Sensor.Accelerometer, 1, 100, LowestTurning: 1, HighestStanding: 100, StuckAfter: 6, 3, 3),
        new(Sensor.Piezo, 0, 100, LowestTurning: 16, HighestStanding: 100, StuckAfter: 6, 40, 12),
        new(Sensor.Tachometer, 0, 1700, SensorReading.StandstillSpeed, SensorReading.StandstillSpeed, StuckAfter: 6, 1250, 0),
        new(Sensor.Thermometer, -40, 140, LowestTurning: -40, HighestStanding: 140, StuckAfter: 12, 40, 40, Error: 85),
        new(Sensor.CurrentClamp, 0, 120, LowestTurning: 3, HighestStanding: 5, StuckAfter: 6, 20, 0),
    ];
}
