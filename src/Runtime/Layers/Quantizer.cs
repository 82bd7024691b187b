using System.Runtime.CompilerServices;

namespace EdgeLstm.Layers;

/// <summary>
/// Turns float values into activations: q = round((value − centre)·inverseStep), ties to even. Outside of ±limit it saturates; a NaN becomes
/// 0, the centre of the calibrated range. Both are counted, and mean the same on every kernel.
/// </summary>
public static class Quantizer
{
    /// <summary>Largest int8 activation.</summary>
    public const int Int8Limit = 127;

    /// <summary>Largest int16 activation: 1024 of them times ±127 fit an int32, and the high byte of each fits a dot product.</summary>
    public const int Int16Limit = 16384;

    // 1.5·2²³: adding it leaves the value, rounded to nearest even, in the low bits of the sum.
    const float RoundingBias = 12582912f;

    /// <summary>Quantizes one vector of values to int8.</summary>
    /// <param name="values">[n] values.</param>
    /// <param name="centre">[n] the value that becomes 0.</param>
    /// <param name="inverseStep">[n] activation units per unit of value.</param>
    /// <param name="activations">At least n elements; the rest is left alone.</param>
    /// <returns>How many values saturated or were not a number.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static int Quantize(
        ReadOnlySpan<float> values, ReadOnlySpan<float> centre, ReadOnlySpan<float> inverseStep, Span<sbyte> activations)
    {
        Throw.IfShorter(activations.Length, values.Length, nameof(activations));
        Throw.IfShorter(centre.Length, values.Length, nameof(centre));
        Throw.IfShorter(inverseStep.Length, values.Length, nameof(inverseStep));
        int clipped = 0;
        for (int k = 0; k < values.Length; k++)
            activations[k] = (sbyte)Round((values[k] - centre[k]) * inverseStep[k], Int8Limit, ref clipped);
        return clipped;
    }

    /// <inheritdoc cref="Quantize(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{sbyte})"/>
    /// <summary>Quantizes one vector of values to int16.</summary>
    public static int Quantize(
        ReadOnlySpan<float> values, ReadOnlySpan<float> centre, ReadOnlySpan<float> inverseStep, Span<short> activations)
    {
        Throw.IfShorter(activations.Length, values.Length, nameof(activations));
        Throw.IfShorter(centre.Length, values.Length, nameof(centre));
        Throw.IfShorter(inverseStep.Length, values.Length, nameof(inverseStep));
        int clipped = 0;
        for (int k = 0; k < values.Length; k++)
            activations[k] = (short)Round((values[k] - centre[k]) * inverseStep[k], Int16Limit, ref clipped);
        return clipped;
    }

    /// <summary>Quantizes a layer's float outputs, all with one step and around 0, for the next layer.</summary>
    public static void Quantize(ReadOnlySpan<float> values, float inverseStep, Span<sbyte> activations)
    {
        Throw.IfShorter(activations.Length, values.Length, nameof(activations));
        int clipped = 0;
        for (int k = 0; k < values.Length; k++)
            activations[k] = (sbyte)Round(values[k] * inverseStep, Int8Limit, ref clipped);
    }

    /// <inheritdoc cref="Quantize(ReadOnlySpan{float}, float, Span{sbyte})"/>
    public static void Quantize(ReadOnlySpan<float> values, float inverseStep, Span<short> activations)
    {
        Throw.IfShorter(activations.Length, values.Length, nameof(activations));
        int clipped = 0;
        for (int k = 0; k < values.Length; k++)
            activations[k] = (short)Round(values[k] * inverseStep, Int16Limit, ref clipped);
    }

    /// <summary>Gives a layer's hidden state as floats: h·step.</summary>
    public static void Dequantize(ReadOnlySpan<sbyte> activations, float step, Span<float> values)
    {
        Throw.IfShorter(activations.Length, values.Length, nameof(activations));
        for (int k = 0; k < values.Length; k++)
            values[k] = activations[k] * step;
    }

    /// <inheritdoc cref="Dequantize(ReadOnlySpan{sbyte}, float, Span{float})"/>
    public static void Dequantize(ReadOnlySpan<short> activations, float step, Span<float> values)
    {
        Throw.IfShorter(activations.Length, values.Length, nameof(activations));
        for (int k = 0; k < values.Length; k++)
            values[k] = activations[k] * step;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Round(float value, float limit, ref int clipped)
    {
        if (!(MathF.Abs(value) <= limit)) // false for NaN as well
        {
            clipped++;
            value = value > limit ? limit : value < -limit ? -limit : 0;
        }

        return BitConverter.SingleToInt32Bits(value + RoundingBias) - BitConverter.SingleToInt32Bits(RoundingBias);
    }
}
