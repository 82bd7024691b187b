namespace PumpMonitor.Simulation;

/// <summary>
/// A spall on the outer ring, as a share of the size at which the bearing fails. Nothing happens until fatigue breaks the surface
/// (the incubation); then the spall grows like a crack, faster the larger it is:
/// <code>da/dt = C · speed · load³ · aᵐ · jerk</code>
/// Paris and Erdogan (1963) gave the power law; Li, Kurfess and Liang ("Stochastic prognostics for rolling element bearings", MSSP 14(5),
/// 2000) used it for bearing defects with a log-normal factor on the rate, the jerk here, and learned the rate bearing by bearing.
/// Load enters with the exponent 3 of the ISO 281 life of ball bearings.
/// </summary>
public struct BearingDefect
{
    /// <summary>Size at first detection, of the failure size: 0.5 %.</summary>
    const double InitialSize = 0.005;

    /// <summary>Barely above exponential growth: most of the life passes while the spall is small.</summary>
    const double Exponent = 1.1;

    readonly double _incubation, _rate;
    double _operatingHours;

    BearingDefect(double incubation, double rate)
    {
        _incubation = incubation;
        _rate = rate;
    }

    /// <summary>Spall size over failure size: 0 sound, 1 failed.</summary>
    public double Size { get; private set; }

    public readonly bool HasFailed => Size >= 1;

    public static readonly BearingDefect None = new(double.PositiveInfinity, 0);

    /// <summary>
    /// Draws one bearing. Incubation is Weibull with the slope 1.5 that ISO 281 takes for rolling-contact fatigue; its scale of 220 h
    /// is an accelerated life, so that a whole life fits a minute's demonstration. Growth takes 85 h (35 % spread) at nominal speed
    /// and load, so some 110 h on the usual duty.
    /// </summary>
    public static BearingDefect Draw(ref Xoshiro256 random)
    {
        double incubation = Math.Min(30 + random.Weibull(shape: 1.5, scale: 220), 550);
        double growthHours = random.LogNormal(median: 85, sigma: 0.35);
        // Solves da/dt = C·aᵐ from the initial size to 1 within growthHours.
        double rate = (Math.Pow(InitialSize, 1 - Exponent) - 1) / ((Exponent - 1) * growthHours);
        return new BearingDefect(incubation, rate);
    }

    public void Advance(ref Xoshiro256 random, double speed, double load)
    {
        // Drawn even for a sound bearing, so that a run's other noise does not depend on its bearing.
        double jerk = random.LogNormal(median: 0.85, sigma: 0.55);
        double wear = speed * load * load * load;
        _operatingHours += speed > 0 ? 1 : 0;
        if (_operatingHours < _incubation) return;
        Size = Size == 0 ? InitialSize : Size + _rate * wear * Math.Pow(Size, Exponent) * jerk;
    }
}
