namespace PumpMonitor.Simulation;

/// <summary>
/// Speed and load hour by hour. A drive follows the demand: a daily wave and set points that hold for 4–30 h. Load (the valve, the
/// medium) steps on its own. Now and then the pump stands for 2–10 h.
/// </summary>
public struct DutyCycle
{
    double _setPoint, _load;
    int _holdHours, _loadHours, _stopHours;

    /// <summary>Shaft speed over nominal; 0 when stopped.</summary>
    public double Speed { get; private set; }

    /// <summary>Torque over nominal at the present speed.</summary>
    public readonly double Load => _load;

    public void Advance(ref Xoshiro256 random, int hour)
    {
        if (_holdHours-- <= 0)
        {
            _setPoint = random.Uniform(0.68, 0.98);
            _holdHours = (int)random.Uniform(4, 30);
        }
        if (_loadHours-- <= 0)
        {
            _load = random.Uniform(0.75, 1.15);
            _loadHours = (int)random.Uniform(6, 40);
        }
        if (_stopHours > 0) _stopHours--;
        else if (random.Chance(0.01)) _stopHours = (int)random.Uniform(2, 11);

        Speed = _stopHours > 0 ? 0 : _setPoint + 0.05 * DailyWave(hour, peakHour: 11) + 0.004 * random.Normal();
    }

    /// <summary>A triangle of ±1 over the day: no sine, because nobody could tell the difference in the data.</summary>
    public static double DailyWave(int hour, int peakHour)
    {
        int distance = Math.Abs((hour - peakHour) % 24);
        return 1 - Math.Min(distance, 24 - distance) / 6.0;
    }
}
