namespace PumpMonitor.Simulation;

/// <summary>
/// The housing as one thermal mass: friction heats it, the room cools it, and it follows with a time constant of 2.5 h. Friction heat
/// is the frictional moment times speed (SKF, "Rolling bearings", chapter on friction); a spall adds up to 70 %, short grease 50 %.
/// </summary>
public struct BearingThermals
{
    const double TimeConstantHours = 2.5;
    const double NominalRise = 26; // K over ambient at nominal speed and load

    readonly double _siteAmbient;
    double _weather, _temperature;

    public BearingThermals(ref Xoshiro256 random)
    {
        _siteAmbient = random.Uniform(12, 30);
        _temperature = _siteAmbient + 18;
    }

    /// <summary>Housing temperature in °C at the end of the hour.</summary>
    public double Advance(ref Xoshiro256 random, int hour, double speed, double load, double spall, double friction)
    {
        _weather = 0.98 * _weather + 0.4 * random.Normal(); // days of warm or cold weather: ±2 K
        double ambient = _siteAmbient + 4 * DutyCycle.DailyWave(hour, peakHour: 15) + _weather;
        double rise = NominalRise * speed * (0.5 + 0.5 * load) * (1 + 0.7 * spall) * friction;
        double step = 1 - Math.Exp(-1 / TimeConstantHours);
        _temperature += step * (ambient + rise - _temperature);
        return _temperature + 0.3 * random.Normal();
    }
}
