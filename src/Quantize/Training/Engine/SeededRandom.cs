namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>Numbers of a seed, the same in every version of .NET: SplitMix64 (Steele, Lea and Flood 2014).</summary>
sealed class SeededRandom(ulong seed)
{
    ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(((UInt128)Next() * (ulong)count) >> 64);

    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>A seed of one purpose out of a seed of all: different for every path of <paramref name="numbers"/>.</summary>
    public static ulong Derive(ulong seed, params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
            seed = Mix(seed ^ Mix((ulong)(uint)number + 0x9E3779B97F4A7C15));
        return seed;
    }

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
