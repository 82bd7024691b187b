namespace PumpMonitor.Sensors;

/// <summary>What a burst of raw samples comes to. No wires in here, so that it can be tried anywhere.</summary>
public static class BurstFeatures
{
    const float MillimetresPerSecondSquared = 9806.65f; // in 1 g
    const float HighPassHz = 10;                        // ISO 20816 judges velocity from 10 Hz up

    /// <summary>
    /// RMS velocity in mm/s from acceleration in g: a leaky integrator, v ← d·v + a·dt with d = exp(−2π·10 Hz·dt), which integrates
    /// above 10 Hz and forgets gravity and drift below. The first quarter second is left out while it settles.
    /// At 3200 samples a second it is within 6 % from 25 to 500 Hz, reads 29 % low at 10 Hz, the filter's corner, and 19 % high at 1 kHz.
    /// </summary>
    public static float VelocityRms(ReadOnlySpan<float> acceleration, float rate)
    {
        float mean = Mean(acceleration), decay = MathF.Exp(-2 * MathF.PI * HighPassHz / rate);
        int settled = (int)(rate / 4);
        float velocity = 0;
        double sum = 0;
        for (int i = 0; i < acceleration.Length; i++)
        {
            velocity = decay * velocity + (acceleration[i] - mean) * MillimetresPerSecondSquared / rate;
            if (i >= settled) sum += velocity * velocity;
        }
        return (float)Math.Sqrt(sum / (acceleration.Length - settled));
    }

    /// <summary>
    /// Fourth moment over squared variance: 3 for Gaussian noise, 1.5 for a sine, more with impacts. NaN where nothing moves at all: a chip
    /// that lives has noise.
    /// </summary>
    public static float Kurtosis(ReadOnlySpan<float> samples)
    {
        float mean = Mean(samples);
        double second = 0, fourth = 0;
        foreach (float sample in samples)
        {
            double square = (sample - mean) * (sample - mean);
            second += square;
            fourth += square * square;
        }
        return second == 0 ? float.NaN : (float)(fourth * samples.Length / (second * second));
    }

    /// <summary>RMS around the mean: the mean is a sensor's bias, not its signal.</summary>
    public static float Rms(ReadOnlySpan<float> samples)
    {
        float mean = Mean(samples);
        double sum = 0;
        foreach (float sample in samples) sum += (sample - mean) * (sample - mean);
        return (float)Math.Sqrt(sum / samples.Length);
    }

    public static float Mean(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float sample in samples) sum += sample;
        return (float)(sum / samples.Length);
    }
}
