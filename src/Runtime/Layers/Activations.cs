using System.ComponentModel;

namespace EdgeLstm.Layers;

/// <summary>
/// Activations of layers other than the recurrent ones, in place. Written in plain float32 operations in a fixed order, without MathF's
/// transcendentals and without fused multiply-adds, so that they give the same bits on every machine. Relative error below 2·10⁻⁷ (exp) and
/// 4·10⁻⁷ (the rest).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public static class Activations
{
    /// <summary>A function by name; of alpha and beta it takes those that it has.</summary>
    internal static void Apply(FunctionKind kind, float alpha, float beta, Span<float> values)
    {
        switch (kind)
        {
            case FunctionKind.Identity: break;
            case FunctionKind.Sigmoid: Sigmoid(values); break;
            case FunctionKind.Tanh: Tanh(values); break;
            case FunctionKind.Relu: Relu(values); break;
            case FunctionKind.LeakyRelu: LeakyRelu(values, alpha); break;
            case FunctionKind.ThresholdedRelu: ThresholdedRelu(values, alpha); break;
            case FunctionKind.HardSigmoid: HardSigmoid(values, alpha, beta); break;
            case FunctionKind.ScaledTanh: ScaledTanh(values, alpha, beta); break;
            case FunctionKind.Elu: Elu(values, alpha); break;
            case FunctionKind.Softsign: Softsign(values); break;
            case FunctionKind.Softplus: Softplus(values); break;
            case FunctionKind.Affine: Affine(values, alpha, beta); break;
            case FunctionKind.Step: Step(values); break;
            case FunctionKind.ThreeLevel: ThreeLevel(values, alpha); break;
            case FunctionKind.Softmax: Softmax(values); break;
            case FunctionKind.LogSoftmax: LogSoftmax(values); break;
            case FunctionKind.Exp: Exp(values); break;
            case FunctionKind.Silu: Silu(values); break;
            case FunctionKind.Gelu: Gelu(values); break;
            case FunctionKind.GeluTanh: GeluTanh(values); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such function.");
        }
    }

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

    /// <summary>v where v ≥ 0, alpha·v below.</summary>
    public static void LeakyRelu(Span<float> values, float alpha)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = values[k] < 0 ? alpha * values[k] : values[k];
    }

    /// <summary>v where v &gt; alpha, else 0.</summary>
    public static void ThresholdedRelu(Span<float> values, float alpha)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = values[k] > alpha ? values[k] : 0;
    }

    /// <summary>alpha·v + beta, cut to 0 … 1.</summary>
    public static void HardSigmoid(Span<float> values, float alpha, float beta)
    {
        for (int k = 0; k < values.Length; k++)
        {
            float v = alpha * values[k] + beta;
            values[k] = v < 0 ? 0 : v > 1 ? 1 : v;
        }
    }

    /// <summary>alpha·tanh(beta·v).</summary>
    public static void ScaledTanh(Span<float> values, float alpha, float beta)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = alpha * Tanh(beta * values[k]);
    }

    /// <summary>v where v ≥ 0, alpha·(e^v − 1) below.</summary>
    public static void Elu(Span<float> values, float alpha)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = values[k] < 0 ? alpha * ExpLessOne(values[k]) : values[k];
    }

    /// <summary>v / (1 + |v|).</summary>
    public static void Softsign(Span<float> values)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] /= 1 + MathF.Abs(values[k]);
    }

    /// <summary>ln(1 + e^v).</summary>
    public static void Softplus(Span<float> values)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = (values[k] > 0 ? values[k] : 0) + LogOnePlus(Exp(-MathF.Abs(values[k])));
    }

    /// <summary>alpha·v + beta.</summary>
    public static void Affine(Span<float> values, float alpha, float beta)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = alpha * values[k] + beta;
    }

    /// <summary>1 where v ≥ 0, else 0.</summary>
    public static void Step(Span<float> values)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = values[k] >= 0 ? 1 : 0;
    }

    /// <summary>0 below −alpha, 1 from alpha up, ½ between.</summary>
    public static void ThreeLevel(Span<float> values, float alpha)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = values[k] < -alpha ? 0 : values[k] >= alpha ? 1 : 0.5f;
    }

    /// <summary>v − ln Σ e^v over the whole span.</summary>
    public static void LogSoftmax(Span<float> values)
    {
        float max = float.NegativeInfinity;
        foreach (float v in values)
            max = v > max ? v : max;
        float sum = 0;
        foreach (float v in values)
            sum += Exp(v - max);
        float log = Log(sum);
        for (int k = 0; k < values.Length; k++)
            values[k] = values[k] - max - log;
    }

    /// <summary>e^v; of v above 88 as of 88, which a float32 still holds.</summary>
    public static void Exp(Span<float> values)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = Exp(values[k]);
    }

    /// <summary>v / (1 + e^−v).</summary>
    public static void Silu(Span<float> values)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] *= Sigmoid(values[k]);
    }

    /// <summary>v/2 · (1 + erf(v/√2)). Absolute error below 5·10⁻⁷ of the greater of 1 and |v|.</summary>
    public static void Gelu(Span<float> values)
    {
        for (int k = 0; k < values.Length; k++)
            values[k] = Gelu(values[k]);
    }

    /// <summary>v/2 · (1 + tanh(√(2/π) · (v + 0.044715 v³))), which is v · sigmoid of twice that argument.</summary>
    public static void GeluTanh(Span<float> values)
    {
        const float Twice = 1.5957691216f; // 2·√(2/π)
        for (int k = 0; k < values.Length; k++)
        {
            float v = values[k];
            values[k] = v * Sigmoid(Twice * (v + 0.044715f * v * v * v));
        }
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

    /// <summary>ln v for v ≥ 1, as of v = m · 2^n with m in 1 … 2.</summary>
    internal static float Log(float v)
    {
        int bits = BitConverter.SingleToInt32Bits(v), n = (bits >> 23) - 127;
        float m = BitConverter.Int32BitsToSingle(bits - (n << 23));
        return n * 0.6931472f + LogOnePlus(m - 1);
    }

    static float Gelu(float v)
    {
        float a = v < 0 ? -v : v, tail = 0.5f * a * ErrorComplement(0.70710678f * a);
        return v < 0 ? -tail : v - tail;
    }

    /// <summary>
    /// 1 − erf z for z ≥ 0: t · e^(−z²) · p(t) with t = 1 / (1 + z/2), and p of degree 9, fitted here to the least greatest relative error
    /// over 0 … 10 (2·10⁻⁸).
    /// </summary>
    static float ErrorComplement(float z)
    {
        float t = 1 / (1 + 0.5f * z);
        float p = 0.012283857f;
        p = p * t - 0.123254098f;
        p = p * t + 0.428925991f;
        p = p * t - 0.670018077f;
        p = p * t + 0.421269774f;
        p = p * t - 0.098314874f;
        p = p * t + 0.225540817f;
        p = p * t + 0.238645077f;
        p = p * t + 0.282857001f;
        p = p * t + 0.282064497f;
        return t * Exp(-z * z) * p;
    }

    /// <summary>e^v − 1 for v ≤ 0.</summary>
    internal static float ExpLessOne(float v)
    {
        if (!(v > -0.35f))
            return Exp(v) - 1;
        // Taylor to v⁷: the difference would lose the small values' digits.
        float p = 1f / 5040;
        p = p * v + 1f / 720;
        p = p * v + 1f / 120;
        p = p * v + 1f / 24;
        p = p * v + 1f / 6;
        p = p * v + 0.5f;
        return p * v * v + v;
    }

    /// <summary>ln(1 + e) for e in 0 … 1, as 2·artanh(e / (2 + e)): the series to the 15th power of at most ⅓.</summary>
    internal static float LogOnePlus(float e)
    {
        float s = e / (2 + e), q = s * s;
        float p = 1f / 15;
        p = p * q + 1f / 13;
        p = p * q + 1f / 11;
        p = p * q + 1f / 9;
        p = p * q + 1f / 7;
        p = p * q + 0.2f;
        p = p * q + 1f / 3;
        return 2 * s + 2 * s * q * p;
    }
}
