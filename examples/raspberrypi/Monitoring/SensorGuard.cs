using System.Runtime.CompilerServices;
using PumpMonitor.Sensors;

namespace PumpMonitor.Monitoring;

/// <summary>
/// Stands between the sensors and the model. A channel that is missing, implausible or stuck takes its whole sensor out: the model sees the
/// last good values in the place of what a dead sensor says, which looks like a healthy bearing (0 mm/s) or like a failing one (NaN).
/// Drift, and noise inside the range, are not seen. Allocates nothing.
/// </summary>
public struct SensorGuard
{
    const float TurningCurrent = 5, TurningVibration = 0.3f; // A, mm/s

    Channels _channels;

    public SensorGuard()
    {
        for (int k = 0; k < Channel.All.Length; k++) _channels[k] = ChannelWatch.Of(Channel.All[k]);
    }

    /// <summary>Sensors that are out.</summary>
    public Sensor Out { get; private set; }

    /// <summary>The worst of a sensor's faults.</summary>
    public readonly SensorFault FaultOf(Sensor sensor)
    {
        var worst = SensorFault.None;
        for (int k = 0; k < Channel.All.Length; k++)
            if (Channel.All[k].Sensor == sensor && _channels[k].Fault > worst) worst = _channels[k].Fault;
        return worst;
    }

    /// <summary>The reading with the last good values in the place of those of sensors that are out.</summary>
    public SensorReading Accept(in SensorReading reading)
    {
        Span<float> values = stackalloc float[Channel.All.Length];
        reading.CopyTo(values);
        bool isTurning = IsTurning(reading);
        Out = Sensor.None;
        for (int k = 0; k < values.Length; k++)
        {
            _channels[k].Judge(values[k], Channel.All[k], isTurning);
            if (_channels[k].Fault != SensorFault.None) Out |= Channel.All[k].Sensor;
        }

        for (int k = 0; k < values.Length; k++) values[k] = _channels[k].Held(values[k], (Out & Channel.All[k].Sensor) == 0, isTurning);
        return new SensorReading(values);
    }

    /// <summary>
    /// What most of the sensors say that tell it; where they are divided, that the shaft turns, so that the one that stands is looked at.
    /// </summary>
    static bool IsTurning(in SensorReading reading) =>
        Vote(reading.ShaftSpeed, SensorReading.StandstillSpeed) + Vote(reading.MotorCurrent, TurningCurrent)
            + Vote(reading.VibrationRms, TurningVibration) >= 0;

    static int Vote(float value, float limit) => value > limit ? 1 : value <= limit ? -1 : 0;

    [InlineArray(6)]
    struct Channels
    {
        ChannelWatch _first;
    }
}
