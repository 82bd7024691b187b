namespace PumpMonitor.Simulation;

/// <summary>
/// xoshiro256** seeded through splitmix64 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021, public
/// domain). System.Random promises no fixed sequence between versions for a seed; training data must be repeatable.
/// </summary>
public struct Xoshiro256
{
    ulong _s0, _s1, _s2, _s3;

    /// <param name="seed">The data set.</param>
    /// <param name="stream">The run within it: every pair starts its own sequence.</param>
    public Xoshiro256(ulong seed, ulong stream)
    {
        ulong x = seed;
        x = SplitMix(ref x) ^ (stream * 0xD1342543DE82EF95UL);
        _s0 = SplitMix(ref x);
        _s1 = SplitMix(ref x);
        _s2 = SplitMix(ref x);
        _s3 = SplitMix(ref x);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>
    /// Standard normal as the sum of twelve uniforms less six (Irwin–Hall): only additions, so the same bits on every platform.
    /// Its tails end at ±6, which suits sensor noise.
    /// </summary>
    public double Normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++) sum += NextDouble();
        return sum;
    }

    /// <summary>Log-normal around <paramref name="median"/>: the spread between machines and between mountings.</summary>
    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    public double Weibull(double shape, double scale) => scale * Math.Pow(-Math.Log(1 - NextDouble()), 1 / shape);

    ulong NextUInt64()
    {
        ulong result = ulong.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = ulong.RotateLeft(_s3, 45);
        return result;
    }

    static ulong SplitMix(ref ulong x)
    {
        x += 0x9E3779B97F4A7C15UL;
        ulong z = x;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
