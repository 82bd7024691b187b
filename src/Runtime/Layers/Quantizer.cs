using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EdgeLstm.Layers;

/// <summary>
/// Turns float values into activations: q = round((value − centre)·inverseStep), ties to even. Outside of ±limit it saturates; a NaN
/// becomes 0, the centre of the calibrated range. Both are counted, and mean the same on every kernel.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
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
    /// <param name="centre">[n] the value that becomes 0; faster with zeros behind it to a multiple of 4.</param>
    /// <param name="inverseStep">[n] activation units per unit of value, likewise.</param>
    /// <param name="activations">At least n elements; of the rest, the first three may be written.</param>
    /// <returns>How many values saturated or were not a number.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // generated code knows the number of values
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // generated code knows the number of values
    public static int Quantize(
        ReadOnlySpan<float> values, ReadOnlySpan<float> centre, ReadOnlySpan<float> inverseStep, Span<short> activations)
    {
        Throw.IfShorter(activations.Length, values.Length, nameof(activations));
        Throw.IfShorter(centre.Length, values.Length, nameof(centre));
        Throw.IfShorter(inverseStep.Length, values.Length, nameof(inverseStep));
        return Run(values, centre, inverseStep, activations, Int16Limit);
    }

    /// <summary>Quantizes a layer's float outputs, all with one step and around 0, for the next layer.</summary>
    /// <returns>How many values saturated or were not a number.</returns>
    public static int Quantize(ReadOnlySpan<float> values, float inverseStep, Span<sbyte> activations)
    {
        Throw.IfShorter(activations.Length, values.Length, nameof(activations));
        int clipped = 0;
        for (int k = 0; k < values.Length; k++)
            activations[k] = (sbyte)Round(values[k] * inverseStep, Int8Limit, ref clipped);
        return clipped;
    }

    /// <inheritdoc cref="Quantize(ReadOnlySpan{float}, float, Span{sbyte})"/>
    public static int Quantize(ReadOnlySpan<float> values, float inverseStep, Span<short> activations)
    {
        Throw.IfShorter(activations.Length, values.Length, nameof(activations));
        int clipped = 0;
        for (int k = 0; k < values.Length; k++)
            activations[k] = (short)Round(values[k] * inverseStep, Int16Limit, ref clipped);
        return clipped;
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
    static int Run<T>(ReadOnlySpan<float> values, ReadOnlySpan<float> centre, ReadOnlySpan<float> inverseStep, Span<T> activations,
        short limit)
        where T : unmanaged
    {
        ref float v = ref MemoryMarshal.GetReference(values);
        ref float c = ref MemoryMarshal.GetReference(centre);
        ref float s = ref MemoryMarshal.GetReference(inverseStep);
        ref T q = ref MemoryMarshal.GetReference(activations);
        var inside = Vector128<int>.Zero; // −1 for each value so far that was not clipped
        int whole = values.Length & ~3, rest = values.Length - whole;
        for (nuint k = 0; k < (nuint)whole; k += 4)
            inside += Quad((Vector128.LoadUnsafe(ref v, k) - Vector128.LoadUnsafe(ref c, k)) * Vector128.LoadUnsafe(ref s, k), limit,
                ref Unsafe.Add(ref q, k));
        if (rest == 0)
            return whole + Vector128.Sum(inside);
        if (activations.Length < whole + 4)
            return whole + Vector128.Sum(inside) + OneByOne(values[whole..], centre[whole..], inverseStep[whole..], activations[whole..],
                limit);
        var last = (Few(values, whole) - Few(centre, whole)) * Few(inverseStep, whole);
        return whole + 4 + Vector128.Sum(inside + Quad(last, limit, ref Unsafe.Add(ref q, whole)));
    }

    /// <summary>The last one to three floats, then what stands behind them or zeros: a zero quantizes to 0 and does not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> Few(ReadOnlySpan<float> values, int start)
    {
        ref float first = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), start);
        int count = values.Length - start;
        if (count >= 4)
            return Vector128.LoadUnsafe(ref first);
        var few = count == 1 ? Vector128.CreateScalar(first)
            : Vector128.CreateScalar(Unsafe.ReadUnaligned<double>(ref Unsafe.As<float, byte>(ref first))).AsSingle();
        return count == 3 ? few.WithElement(2, Unsafe.Add(ref first, 2)) : few;
    }

    /// <summary>
    /// Four of <see cref="Round"/>, stored; −1 for each that was not clipped. Arm converts a NaN to 0 and saturates by itself; x64 needs
    /// both done before it converts.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<int> Quad<T>(Vector128<float> v, short limit, ref T activations)
        where T : unmanaged
    {
        var high = Vector128.Create((float)limit);
        Vector128<int> inside;
        Vector128<short> q;
        if (AdvSimd.IsSupported)
        {
            inside = AdvSimd.AbsoluteCompareLessThanOrEqual(v, high).AsInt32();
            var narrow = AdvSimd.ExtractNarrowingSaturateLower(AdvSimd.ConvertToInt32RoundToEven(v));
            q = AdvSimd.Max(AdvSimd.Min(narrow, Vector64.Create(limit)), Vector64.Create((short)-limit)).ToVector128Unsafe();
            if (typeof(T) == typeof(sbyte))
            {
                Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref activations), AdvSimd.ExtractNarrowingLower(q).AsSingle().ToScalar());
                return inside;
            }
        }
        else
        {
            inside = Vector128.LessThanOrEqual(Vector128.Abs(v), high).AsInt32();
            var end = Vector128.ConditionalSelect(Vector128.GreaterThan(v, high), high, Vector128.LessThan(v, -high) & -high); // NaN: 0
            var rounded = (Vector128.ConditionalSelect(inside.AsSingle(), v, end) + Vector128.Create(RoundingBias))
                .AsInt32() - Vector128.Create(RoundingBias).AsInt32();
            q = Vector128.Narrow(rounded, rounded);
        }

        if (typeof(T) == typeof(sbyte))
            Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref activations), Vector128.Narrow(q, q).AsInt32().ToScalar());
        else
            Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref activations), q.AsInt64().ToScalar());
        return inside;
    }

    static int OneByOne<T>(ReadOnlySpan<float> values, ReadOnlySpan<float> centre, ReadOnlySpan<float> inverseStep, Span<T> activations,
        float limit)
        where T : unmanaged
    {
        int clipped = 0;
        for (int k = 0; k < values.Length; k++)
            activations[k] = Narrow<T>(Round((values[k] - centre[k]) * inverseStep[k], limit, ref clipped));
        return clipped;
    }

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
