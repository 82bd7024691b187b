namespace PumpMonitor.Simulation;

/// <summary>
/// What the accelerometer on the housing makes of one hour, as three features that tell of a spall at different times:
/// the envelope first (short impacts ring at high frequency), then the kurtosis, which rises with the first impacts and falls back
/// as they merge into noise, and last the velocity, on which ISO 20816 judges. Dyer and Stewart (1978) proposed kurtosis for bearings
/// and saw it return towards 3 with advanced damage; Randall and Antoni (2011) review envelope analysis.
/// </summary>
public readonly struct Vibration
{
    readonly double _velocitySite, _envelopeSite;

    /// <summary>Foundation and sensor position differ from pump to pump: 18 % in velocity, 3 dB in the envelope.</summary>
    public Vibration(ref Xoshiro256 random)
    {
        _velocitySite = random.LogNormal(1, 0.18);
        _envelopeSite = 3 * random.Normal();
    }

    /// <summary>RMS velocity in mm/s: about 1.5 when sound at nominal duty, 8–9 when the bearing fails.</summary>
    public double Velocity(ref Xoshiro256 random, double speed, double load, double spall, double disturbance)
    {
        double sound = _velocitySite * (0.2 + 1.3 * speed * speed * (0.6 + 0.4 * load));
        double impacts = 9.5 * speed * load * Math.Pow(spall, 0.7);
        double total = Math.Sqrt(sound * sound + impacts * impacts + disturbance * disturbance);
        return speed == 0 ? Math.Abs(0.03 * random.Normal()) : total * random.LogNormal(1, 0.06);
    }

    /// <summary>Kurtosis: 3 for Gaussian noise, a hump of up to 8 while the spall is a tenth to a third of its final size.</summary>
    public static double Kurtosis(ref Xoshiro256 random, double speed, double spall, double disturbance)
    {
        double noise = 0.15 * random.Normal();
        if (speed == 0) return 3 + noise;
        double x = Math.Pow(spall / 0.18, 0.7);
        double hump = 5 * x * Math.Exp(1 - x) * random.LogNormal(1, 0.3);
        return Math.Max(2.4, 3.05 + noise + hump + disturbance);
    }

    /// <summary>
    /// Envelope level in dB over 1 mg: 40 when sound at nominal speed, 22 more at failure; 12 at standstill is sensor noise.
    /// </summary>
    public double Envelope(ref Xoshiro256 random, double speed, double load, double spall, double disturbance)
    {
        double noise = 1.6 * random.Normal();
        if (speed == 0) return 12 + 0.4 * noise;
        double impacts = 20 * Math.Log10(1 + 12 * load * Math.Pow(spall, 0.6));
        double sound = 40 + 30 * Math.Log10(speed) + _envelopeSite;
        return sound + impacts + disturbance + noise;
    }
}
