using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>
/// Functions of a vector. In float: own approximations, at most 3 ulp from the exact value where that is a normal number. In double: Math's
/// own, element by element, because double is there for gradient checks only. Fused multiply-add everywhere, and 256 bits on every
/// processor: the same bits on all that have both.
/// </summary>
static class VectorMath
{
    const float Log2E = 1.44269504f;

    /// <summary>ln 2 in two parts: the first has zeros enough at its end that n · LnHigh is exact for every exponent n.</summary>
    const float LnHigh = 0.693359375f, LnLow = -2.12194440e-4f;

    /// <summary>a · b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Fma<T>(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sigmoid<T>(Vector256<T> x)
    {
        if (typeof(T) == typeof(double))
            return Each(x.AsDouble(), static v => 1 / (1 + Math.Exp(-v))).As<double, T>();
        var (scale, less) = Expm1Parts(Vector256.Min(Vector256.Max(-x.AsSingle(), Vector256.Create(-87f)), Vector256.Create(87f)));
        var one = Vector256<float>.One;
        return (one / (one + Fma(scale, less, scale))).As<float, T>();
    }

    /// <summary>tanh |x| = t / (t + 2) with t = e^(2|x|) − 1, which loses nothing near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Tanh<T>(Vector256<T> x)
    {
        if (typeof(T) == typeof(double))
            return Each(x.AsDouble(), Math.Tanh).As<double, T>();
        var sign = x.AsSingle() & Vector256.Create(-0f);
        var size = Vector256.AndNot(x.AsSingle(), Vector256.Create(-0f));
        // From 9.1 on tanh is 1 in float.
        var (scale, less) = Expm1Parts(Vector256.Min(size + size, Vector256.Create(20f)));
        var t = Fma(scale, less, scale - Vector256<float>.One);
        return (t / (t + Vector256.Create(2f)) | sign).As<float, T>();
    }

    /// <summary>eˣ, for |x| up to 87.</summary>
    public static Vector256<float> Exp(Vector256<float> x)
    {
        var (scale, less) = Expm1Parts(Vector256.Min(Vector256.Max(x, Vector256.Create(-87f)), Vector256.Create(87f)));
        return Fma(scale, less, scale);
    }

    /// <summary>
    /// eˣ = Scale · (1 + Less): Scale = 2ⁿ, Less = eʳ − 1 with |r| ≤ ½ ln 2, by its Taylor series. The first term left out, r⁸/8!, is
    /// 5·10⁻⁹, a twelfth of an ulp.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector256<float> Scale, Vector256<float> Less) Expm1Parts(Vector256<float> x)
    {
        var n = Vector256.Round(x * Vector256.Create(Log2E));
        var r = Fma(n, Vector256.Create(-LnHigh), x);
        r = Fma(n, Vector256.Create(-LnLow), r);
        var p = Vector256.Create(1f / 5040);
        p = Fma(p, r, Vector256.Create(1f / 720));
        p = Fma(p, r, Vector256.Create(1f / 120));
        p = Fma(p, r, Vector256.Create(1f / 24));
        p = Fma(p, r, Vector256.Create(1f / 6));
        p = Fma(p, r, Vector256.Create(0.5f));
        p = Fma(p * r, r, r);
        var scale = Vector256.ShiftLeft(Vector256.ConvertToInt32Native(n) + Vector256.Create(127), 23).AsSingle();
        return (scale, p);
    }

    static Vector256<double> Each(Vector256<double> x, Func<double, double> function) =>
        Vector256.Create(function(x[0]), function(x[1]), function(x[2]), function(x[3]));

    /// <summary><paramref name="value"/> in every element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> All<T>(double value)
        where T : IFloatingPoint<T> => Vector256.Create(T.CreateTruncating(value));
}
