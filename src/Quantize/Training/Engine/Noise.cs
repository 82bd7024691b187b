using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>
/// Random numbers by position: number n of a key is a hash of both, so that neither the order of the work nor its division among threads
/// shows in them.
/// </summary>
static class Noise
{
    /// <summary>As the paper's authors have it: u stays this far from 0 and 1, and the noise within ±6.9.</summary>
    const float Edge = 1e-3f;

    /// <summary>
    /// Writes b · log(u / (1 − u)) with u uniform and b one with probability <paramref name="probability"/>: the difference of two Gumbel
    /// variables where b is 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Logistic<T>(ulong key, double probability, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var limit = Vector256.Create((float)probability);
        for (int at = 0; at < target.Length; at += Vector256<float>.Count)
        {
            var bits = Hash(key, at);
            var u = Uniform(bits);
            var noise = Vector256.Log((u + Vector256.Create(Edge)) / (Vector256.Create(1 + Edge) - u));
            if (probability < 1)
                noise = Vector256.ConditionalSelect(Vector256.LessThan(Uniform(Mix(bits)), limit), noise, Vector256<float>.Zero);
            Write(noise, target[at..]);
        }
    }

    /// <summary>Writes 0 with the given probability, else 1 / (1 − probability): what dropout multiplies with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DropoutMask<T>(ulong key, double probability, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var limit = Vector256.Create((float)probability);
        var kept = Vector256.Create((float)(1 / (1 - probability)));
        for (int at = 0; at < target.Length; at += Vector256<float>.Count)
            Write(Vector256.ConditionalSelect(Vector256.LessThan(Uniform(Hash(key, at)), limit), Vector256<float>.Zero, kept), target[at..]);
    }

    static void Write<T>(Vector256<float> values, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = Math.Min(target.Length, Vector256<float>.Count);
        if (typeof(T) == typeof(float) && count == Vector256<float>.Count)
            Vector256.StoreUnsafe(values.As<float, T>(), ref target[0]);
        else
            for (int i = 0; i < count; i++)
                target[i] = T.CreateTruncating(values[i]);
    }

    /// <summary>[0, 1) of the upper 24 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Uniform(Vector256<uint> bits) =>
        Vector256.ConvertToSingle(Vector256.ShiftRightLogical(bits, 8).AsInt32()) * Vector256.Create(1f / (1 << 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<uint> Hash(ulong key, int at) =>
        Mix(Mix(Vector256<uint>.Indices + Vector256.Create((uint)at) ^ Vector256.Create((uint)key)) + Vector256.Create((uint)(key >> 32)));

    /// <summary>A mixing of 32 bits of the murmur3 kind, with multipliers that hash-prospector's search found least biased.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<uint> Mix(Vector256<uint> x)
    {
        x ^= Vector256.ShiftRightLogical(x, 16);
        x *= Vector256.Create(0x21f0aaadu);
        x ^= Vector256.ShiftRightLogical(x, 15);
        x *= Vector256.Create(0xd35a2d97u);
        return x ^ Vector256.ShiftRightLogical(x, 15);
    }
}
