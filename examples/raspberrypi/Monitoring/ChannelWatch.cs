using PumpMonitor.Sensors;

namespace PumpMonitor.Monitoring;

/// <summary>One channel's health, and the last value that can be believed.</summary>
public struct ChannelWatch
{
    // Readings of a turning pump in a row bring a channel back: one that is dead is right about a pump that stands.
    const int GoodAgain = 3;

    float _turning, _standing, _last;
    int _same, _good;

    public static ChannelWatch Of(in Channel channel) =>
        new() { _turning = channel.Usual, _standing = channel.UsualStanding, _last = float.NaN };

    public SensorFault Fault { get; private set; }

    /// <summary>Looks at a reading; <see cref="Fault"/> says what is wrong.</summary>
    public void Judge(float value, in Channel channel, bool isTurning)
    {
        _same = value != _last ? 1 : isTurning ? _same + 1 : _same;
        _last = value;
        SensorFault found = isTurning
            ? Find(value, channel, channel.LowestTurning, channel.Highest)
            : Find(value, channel, channel.Lowest, channel.HighestStanding);
        _good = found != SensorFault.None ? 0 : isTurning ? _good + 1 : _good;
        if (found != SensorFault.None || _good >= GoodAgain) Fault = found;
    }

    /// <summary>
    /// The value if it can be believed, and if it can't the last such value of a pump that turned or stood as this one does: what a clamp
    /// says of a pump that stands, 0 A, is what a dead one says of a pump that turns.
    /// </summary>
    public float Held(float value, bool isGood, bool isTurning)
    {
        ref float held = ref isTurning ? ref _turning : ref _standing;
        return held = isGood ? value : held;
    }

    readonly SensorFault Find(float value, in Channel channel, float lowest, float highest) =>
        !float.IsFinite(value) ? SensorFault.Missing
        : value < lowest || value > highest || value == channel.Error ? SensorFault.Implausible
        : _same >= channel.StuckAfter ? SensorFault.Stuck
        : SensorFault.None;
}
