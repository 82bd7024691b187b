using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Layers;

/// <summary>
/// What a stream takes for input values that are missing: those that are not a number, or infinite. A channel's last good value is held
/// for so many samples in a row as the model's rule says; beyond
/// that, and before the first good one, the channel's mean of training stands in. No arithmetic, only choices: the same on every processor.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public static class MissingValues
{
    /// <summary>Takes one sample of a stream.</summary>
    /// <param name="sample">[n] values.</param>
    /// <param name="limit">The most samples in a row that a value is held for.</param>
    /// <param name="mean">[n] what stands in where nothing is held.</param>
    /// <param name="held">
    /// [n] what this sample is taken as; the stream's memory, zeros before its first sample. Faster with room to a multiple of 4, of
    /// which the last three may be written.
    /// </param>
    /// <param name="left">[n] for how many samples more each of <paramref name="held"/> may stand in, likewise.</param>
    /// <returns>How many values were missing.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // generated code knows the number of values
    public static int Hold(ReadOnlySpan<float> sample, int limit, ReadOnlySpan<float> mean, Span<float> held, Span<int> left)
    {
        Throw.IfShorter(mean.Length, sample.Length, nameof(mean));
        Throw.IfShorter(held.Length, sample.Length, nameof(held));
        Throw.IfShorter(left.Length, sample.Length, nameof(left));
        ref float v = ref MemoryMarshal.GetReference(sample);
        ref float h = ref MemoryMarshal.GetReference(held);
        ref int n = ref MemoryMarshal.GetReference(left);
        int whole = sample.Length & ~3, rest = sample.Length - whole, missing = 0;
        for (int k = 0; k < whole; k += 4)
        {
            if (!TakeFour(Vector128.LoadUnsafe(ref v, (nuint)k), limit, ref Unsafe.Add(ref h, k), ref Unsafe.Add(ref n, k)))
                missing += OneByOne(sample.Slice(k, 4), limit, mean[k..], held[k..], left[k..]);
        }

        if (rest == 0)
            return missing;
        bool hasRoom = held.Length >= whole + 4 && left.Length >= whole + 4;
        if (!hasRoom || !TakeFour(Quantizer.Few(sample, whole), limit, ref Unsafe.Add(ref h, whole), ref Unsafe.Add(ref n, whole)))
            missing += OneByOne(sample[whole..], limit, mean[whole..], held[whole..], left[whole..]);
        return missing;
    }

    /// <summary>Takes one sample where nothing is held: the mean stands in for what is missing.</summary>
    /// <param name="sample">[n] values.</param>
    /// <param name="mean">[n] what stands in.</param>
    /// <param name="taken">[n] what this sample is taken as.</param>
    /// <returns>How many values were missing.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static int Fill(ReadOnlySpan<float> sample, ReadOnlySpan<float> mean, Span<float> taken)
    {
        Throw.IfShorter(mean.Length, sample.Length, nameof(mean));
        Throw.IfShorter(taken.Length, sample.Length, nameof(taken));
        int missing = 0;
        for (int k = 0; k < sample.Length; k++)
        {
            bool good = float.IsFinite(sample[k]);
            taken[k] = good ? sample[k] : mean[k];
            missing += good ? 0 : 1;
        }

        return missing;
    }

    /// <summary>Nearly always all four are good. Takes them, and returns whether they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool TakeFour(Vector128<float> four, int limit, ref float held, ref int left)
    {
        if (!Vector128.LessThanOrEqualAll(Vector128.Abs(four), Vector128.Create(float.MaxValue)))
            return false;
        four.StoreUnsafe(ref held);
        Vector128.Create(limit).StoreUnsafe(ref left);
        return true;
    }

    /// <summary>The definition.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static int OneByOne(ReadOnlySpan<float> sample, int limit, ReadOnlySpan<float> mean, Span<float> held, Span<int> left)
    {
        int missing = 0;
        for (int k = 0; k < sample.Length; k++)
        {
            if (float.IsFinite(sample[k]))
            {
                (held[k], left[k]) = (sample[k], limit);
                continue;
            }

            missing++;
            if (left[k] > 0)
                left[k]--;
            else
                held[k] = mean[k];
        }

        return missing;
    }
}
