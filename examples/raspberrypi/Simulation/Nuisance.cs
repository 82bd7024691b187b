namespace PumpMonitor.Simulation;

/// <summary>
/// One disturbance: from hour <see cref="Start"/> for <see cref="Hours"/> hours, with a strength of 0 to 1. Short grease reaches
/// 8–17 dB before somebody greases: ultrasound practice (UE Systems) takes 8 dB over a bearing's own level as a call for grease
/// and 12 dB as the beginning of failure, so that no level alone tells one from the other.
/// </summary>
public readonly record struct Nuisance(NuisanceKind Kind, int Start, int Hours, double Strength)
{
    /// <summary>What this disturbance adds in an hour. Amplitudes in mm/s and dB; factors on load, current and friction.</summary>
    public Effect At(int hour, double speed, ref Xoshiro256 random)
    {
        if (hour < Start || hour >= Start + Hours || speed == 0) return Effect.None;

        double progress = (hour - Start + 1) / (double)Hours;
        return Kind switch
        {
            NuisanceKind.LoadSurge => Effect.None with { Velocity = 3.5 + 2 * Strength, LoadFactor = 1.25, EnvelopeDb = 2 },
            NuisanceKind.Cavitation => Effect.None with
            {
                Velocity = (3.5 + 2.5 * Strength) * random.LogNormal(1, 0.15),
                EnvelopeDb = 6 + 8 * Strength,
                Kurtosis = 0.4,
                LoadFactor = 0.85,
            },
            NuisanceKind.Unbalance => Effect.None with { Velocity = (5 + 4 * Strength) * speed * speed },
            NuisanceKind.LooseSensor when random.Chance(0.75) => Effect.None with
            {
                Velocity = random.Uniform(2, 5 + 4 * Strength),
                Kurtosis = random.Uniform(2, 12),
                EnvelopeDb = random.Uniform(0, 8),
            },
            NuisanceKind.GreaseStarvation => Effect.None with
            {
                Velocity = 0.8 * progress,
                EnvelopeDb = (8 + 9 * Strength) * progress,
                Friction = 1 + 0.5 * progress,
                Kurtosis = 0.6 * progress,
            },
            _ => Effect.None,
        };
    }

    public static Nuisance Draw(ref Xoshiro256 random, int horizon)
    {
        var kind = (NuisanceKind)(int)random.Uniform(0, 5);
        (double shortest, double longest) = kind switch
        {
            NuisanceKind.LoadSurge => (4, 14),
            NuisanceKind.Cavitation => (6, 30),
            NuisanceKind.Unbalance => (20, 80),
            NuisanceKind.LooseSensor => (6, 24),
            _ => (40, 90),
        };
        return new Nuisance(kind, (int)random.Uniform(10, horizon), (int)random.Uniform(shortest, longest), random.NextDouble());
    }

    /// <summary>What a disturbance does to the readings of one hour.</summary>
    public readonly record struct Effect(double Velocity, double EnvelopeDb, double Kurtosis, double LoadFactor, double Friction)
    {
        public static readonly Effect None = new(0, 0, 0, 1, 1);

        /// <summary>Velocities add as energies: the sources are not correlated.</summary>
        public static Effect operator +(Effect a, Effect b) => new(
            Math.Sqrt(a.Velocity * a.Velocity + b.Velocity * b.Velocity),
            Math.Max(a.EnvelopeDb, b.EnvelopeDb),
            a.Kurtosis + b.Kurtosis,
            a.LoadFactor * b.LoadFactor,
            a.Friction * b.Friction);
    }
}
