namespace EdgeLstm.Layers;

/// <summary>
/// Activations of dense heads, in place. Written in plain float32 operations in a fixed order, without MathF's transcendentals and without
/// fused multiply-adds, so that they give the same bits on every machine. Relative error below 2·10⁻⁷ (exp) and 4·10⁻⁷ (the rest).
/// </summary>
public static class Activations
{
    /// <summary>max(0, v); a NaN becomes 0.</summary>
    public static void Relu(Span<float> values)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = values[k] > 0 ? values[k] : 0;
    }

    /// <summary>1 / (1 + e^−v).</summary>
    public static void Sigmoid(Span<float> values)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = Sigmoid(values[k]);
    }

    /// <summary>tanh v.</summary>
    public static void Tanh(Span<float> values)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = Tanh(values[k]);
    }

    /// <summary>e^v / Σ e^v over the whole span.</summary>
    public static void Softmax(Span<float> values)
    {
        float max = float.NegativeInfinity;
        foreach (float v in values)
            max = v > max ? v : max;
        float sum = 0;
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = Exp(values[k] - max);
            sum += values[k];
        }

        float inverse = 1 / sum;
        for (int k = 0; k < values.Length; k++)
            values[k] *= inverse;
    }

    internal static float Sigmoid(float v)
    {
        float e = Exp(v < 0 ? v : -v); // in (0, 1]: never overflows
        float s = 1 / (1 + e);
        return v < 0 ? e * s : s;
    }

    internal static float Tanh(float v)
    {
        float a = v < 0 ? -v : v;
        float t;
        if (a < 0.35f)
        {
            // Taylor to v¹¹: the quotient below would lose the small values' digits.
            float q = v * v;
            t = a + a * q * (-0.33333334f + q * (0.13333334f + q * (-0.05396825f + q * (0.021869488f + q * -0.008863236f))));
        }
        else
        {
            float e = Exp(-2 * a);
            t = (1 - e) / (1 + e);
        }

        return v < 0 ? -t : t;
    }

    /// <summary>e^v for v ≤ 88: 2^n · e^r with |r| ≤ ln 2 / 2 and a Taylor polynomial of degree 7; 0 below −87.</summary>
    internal static float Exp(float v)
    {
        const float Log2E = 1.442695041f, Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f, RoundingBias = 12582912f;
        if (!(v >= -87f))
            return float.IsNaN(v) ? v : 0;
        if (v > 88f)
            v = 88f;
        float shifted = v * Log2E + RoundingBias;
        float n = shifted - RoundingBias;
        float r = v - n * Ln2High;
        r -= n * Ln2Low;
        float p = 1f / 5040;
        p = p * r + 1f / 720;
        p = p * r + 1f / 120;
        p = p * r + 1f / 24;
        p = p * r + 1f / 6;
        p = p * r + 0.5f;
        p = p * r * r + r + 1;
        return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(p) + ((int)n << 23));
    }
}
