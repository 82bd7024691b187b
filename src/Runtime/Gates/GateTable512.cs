using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeLstm.Gates;

/// <summary>
/// Both tables in a register for each coefficient, tanh first, and <see cref="GateMath.Odd"/> with vpermw, which takes a segment's number
/// as it is.
/// </summary>
readonly struct GateTable512(Vector512<short> k0, Vector512<short> k1, Vector512<short> k2, Vector512<short> k3)
{
    readonly Vector512<short> _k0 = k0, _k1 = k1, _k2 = k2, _k3 = k3;

    /// <summary>Of tanh in every lane.</summary>
    public static Vector512<short> Tanh => Vector512<short>.Zero;

    /// <summary>Of tanh/2, of which sigmoids are made.</summary>
    public static Vector512<short> Sigmoid
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create((short)8);
    }

    /// <summary>tanh in the lower lanes, tanh/2 in the upper.</summary>
    public static Vector512<short> TanhAndSigmoid
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(Vector256<short>.Zero, Vector256.Create((short)8));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GateTable512 Create()
    {
        GateTable tanh = GateTable.Tanh, half = GateTable.HalfTanh;
        return new(Twice(tanh.K0, half.K0), Twice(tanh.K1, half.K1), Twice(tanh.K2, half.K2), Twice(tanh.K3, half.K3));
    }

    /// <summary>sign(u) · p(|u|) of the cubics that <paramref name="function"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<short> Odd(Vector512<short> u, Vector512<short> function) =>
        Signed(Magnitude(Vector512.Min(Avx512BW.Abs(u), Vector512.Create((ushort)short.MaxValue)).AsInt16(), function), u);

    /// <summary>p(a) of a = |u|, 0 … 32767.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<short> Magnitude(Vector512<short> a, Vector512<short> function)
    {
        var segment = (a >>> 12) | function;
        var t = (a << 4) ^ Vector512.Create(short.MinValue);
        var p2 = Avx512BW.PermuteVar32x16(_k2, segment) + Avx512BW.MultiplyHighRoundScale(Avx512BW.PermuteVar32x16(_k3, segment), t);
        var p1 = Avx512BW.PermuteVar32x16(_k1, segment) + Avx512BW.MultiplyHighRoundScale(p2, t);
        return Avx512BW.PermuteVar32x16(_k0, segment) + Avx512BW.MultiplyHighRoundScale(p1, t);
    }

    /// <summary>The magnitude where <paramref name="sign"/> ≥ 0, its negative where it is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Signed(Vector512<short> magnitude, Vector512<short> sign) =>
        Vector512.ConditionalSelect(Vector512.LessThan(sign, Vector512<short>.Zero), -magnitude, magnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<short> Twice(Vector128<short> lower, Vector128<short> upper)
    {
        var both = Vector256.Create(lower, upper);
        return Vector512.Create(both, both);
    }
}
