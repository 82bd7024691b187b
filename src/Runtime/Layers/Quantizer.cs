using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Quantize(
        ReadOnlySpan<float> values, ReadOnlySpan<float> centre, ReadOnlySpan<float> inverseStep, Span<sbyte> activations)
    {
        Throw.IfShorter(activations.Length, values.Length, nameof(activations));
        Throw.IfShorter(centre.Length, values.Length, nameof(centre));
        Throw.IfShorter(inverseStep.Length, values.Length, nameof(inverseStep));
        return Run(values, centre, inverseStep, activations, Int8Limit);
    }

    /// <inheritdoc cref="Quantize(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{sbyte})"/>
    /// <summary>Quantizes one vector of values to int16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Quantize(
        ReadOnlySpan<float> values, ReadOnlySpan<float> centre, ReadOnlySpan<float> inverseStep, Span<short> activations)
    {
        Throw.IfShorter(activations.Length, values.Length, nameof(activations));
        Throw.IfShorter(centre.Length, values.Length, nameof(centre));
        Throw.IfShorter(inverseStep.Length, values.Length, nameof(inverseStep));
        return Run(values, centre, inverseStep, activations, Int16Limit);
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
    static int Run<T>(ReadOnlySpan<float> values, ReadOnlySpan<float> centre, ReadOnlySpan<float> inverseStep, Span<T> activations, float limit)
        where T : unmanaged
    {
        ref float v = ref MemoryMarshal.GetReference(values);
        ref float c = ref MemoryMarshal.GetReference(centre);
        ref float s = ref MemoryMarshal.GetReference(inverseStep);
        ref T q = ref MemoryMarshal.GetReference(activations);
        int count = values.Length, last = count - Vector128<float>.Count, k = 0;
        int clipped = 0;
        if (last < 0)
        {
            for (; k < count; k++)
                Unsafe.Add(ref q, k) = Narrow<T>(Round((Unsafe.Add(ref v, k) - Unsafe.Add(ref c, k)) * Unsafe.Add(ref s, k), limit, ref clipped));
            return clipped;
        }

        var outside = Vector128<int>.Zero; // −1 for each value so far that was clipped
        for (; k <= last; k += Vector128<float>.Count)
            outside += Quad(ref v, ref c, ref s, ref q, k, limit);
        if (k < count) // the last four again, of which only those not seen yet count
            outside += Quad(ref v, ref c, ref s, ref q, last, limit) & Vector128.GreaterThanOrEqual(Vector128<int>.Indices, Vector128.Create(k - last));
        return -Vector128.Sum(outside);
    }

    /// <summary>Four of <see cref="Round(float, float, ref int)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<int> Quad<T>(ref float values, ref float centre, ref float inverseStep, ref T activations, int k, float limit)
        where T : unmanaged
    {
        var v = (Vector128.LoadUnsafe(ref values, (nuint)k) - Vector128.LoadUnsafe(ref centre, (nuint)k)) * Vector128.LoadUnsafe(ref inverseStep, (nuint)k);
        var high = Vector128.Create(limit);
        var inside = Vector128.LessThanOrEqual(Vector128.Abs(v), high);
        var end = Vector128.ConditionalSelect(Vector128.GreaterThan(v, high), high, Vector128.LessThan(v, -high) & -high); // NaN: 0
        v = Vector128.ConditionalSelect(inside, v, end);
        var rounded = (v + Vector128.Create(RoundingBias)).AsInt32() - Vector128.Create(RoundingBias).AsInt32();
        var narrow = Vector128.Narrow(rounded, rounded);
        if (typeof(T) == typeof(sbyte))
            Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref activations, k)), Vector128.Narrow(narrow, narrow).AsInt32().ToScalar());
        else
            Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref activations, k)), narrow.AsInt64().ToScalar());
        return ~inside.AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static T Narrow<T>(int value)
        where T : unmanaged => typeof(T) == typeof(sbyte) ? (T)(object)(sbyte)value : (T)(object)(short)value;

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
