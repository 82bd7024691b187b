using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EdgeLstm.Layers;

/// <summary>
/// The last samples of a stream: what a generated <c>SlidingWindow</c> predicts from. Each sample stands in it twice, a window apart, so
/// that a full
/// window always lies in one piece. Its memory is made once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public sealed class SampleRing
{
    // In front of the samples: the window's length, and how many there are.
    const int Header = 8;

    readonly int _inputs;
    readonly float[] _values;
    readonly int[] _clipped; // by sample
    int _next;

    /// <param name="samples">Samples of a full window.</param>
    /// <param name="inputs">Numbers in a sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no memory of such a size.</exception>
    public SampleRing(int samples, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        long snapshot = Header + (long)samples * (inputs + 1L) * sizeof(float);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(snapshot, int.MaxValue, nameof(samples));
        (_inputs, SnapshotBytes) = (inputs, (int)snapshot);
        _values = new float[2 * samples * inputs];
        _clipped = new int[samples];
    }

    /// <summary>Samples of a full window.</summary>
    public int Samples => _clipped.Length;

    /// <summary>Samples that are in the window.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the window is full.</summary>
    public bool IsFull => Count == _clipped.Length;

    /// <summary>Values of the samples in the window that were clipped or no numbers.</summary>
    public long Clipped { get; private set; }

    /// <summary>The samples, the oldest first.</summary>
    public ReadOnlySpan<float> Window => _values.AsSpan(Oldest * _inputs, Count * _inputs);

    /// <summary>Where the next sample is written to, before <see cref="Add"/>.</summary>
    public Span<float> Next => _values.AsSpan(_next * _inputs, _inputs);

    /// <summary>Bytes that <see cref="Save"/> writes.</summary>
    public int SnapshotBytes { get; }

    // The oldest sample of a full window stands where the next one will.
    int Oldest => IsFull ? _next : 0;

    /// <summary>Takes the sample at <see cref="Next"/> in, and the oldest out of a full window.</summary>
    /// <param name="clipped">How many of its values were clipped or no numbers.</param>
    public void Add(int clipped)
    {
        Next.CopyTo(_values.AsSpan((Samples + _next) * _inputs, _inputs));
        Clipped += clipped - _clipped[_next];
        _clipped[_next] = clipped;
        _next = _next + 1 == Samples ? 0 : _next + 1;
        if (Count < Samples)
            Count++;
    }

    /// <summary>Forgets all samples.</summary>
    public void Reset()
    {
        (_next, Count, Clipped) = (0, 0, 0);
        _clipped.AsSpan().Clear();
    }

    /// <summary>Writes the samples into a buffer of <see cref="SnapshotBytes"/>, the same bytes for the same window.</summary>
    public void Save(Span<byte> snapshot)
    {
        Throw.IfShorter(snapshot.Length, SnapshotBytes, nameof(snapshot));
        snapshot[..SnapshotBytes].Clear();
        MemoryMarshal.Write(snapshot, Samples);
        MemoryMarshal.Write(snapshot[4..], Count);
        MemoryMarshal.AsBytes(Window).CopyTo(snapshot[Header..]);
        var clipped = MemoryMarshal.AsBytes(_clipped.AsSpan());
        int oldest = Oldest * sizeof(int), count = Count * sizeof(int), first = Math.Min(count, clipped.Length - oldest);
        var counts = snapshot[(Header + Samples * _inputs * sizeof(float))..];
        clipped.Slice(oldest, first).CopyTo(counts);
        clipped[..(count - first)].CopyTo(counts[first..]);
    }

    /// <summary>Whether a snapshot is one of a window of this length.</summary>
    /// <param name="snapshot">At least <see cref="SnapshotBytes"/>.</param>
    public bool Fits(ReadOnlySpan<byte> snapshot) =>
        MemoryMarshal.Read<int>(snapshot) == Samples && MemoryMarshal.Read<int>(snapshot[4..]) is >= 0 and var count && count <= Samples;

    /// <summary>Takes the samples of a snapshot in the place of its own; after an exception nothing has changed.</summary>
    /// <exception cref="ArgumentException">The snapshot is too short, or not of a window of this length.</exception>
    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        Throw.IfShorter(snapshot.Length, SnapshotBytes, nameof(snapshot));
        int samples = MemoryMarshal.Read<int>(snapshot), count = MemoryMarshal.Read<int>(snapshot[4..]);
        if (samples != Samples || count < 0 || count > samples)
            throw new ArgumentException($"The snapshot has {count} samples of a window of {samples}, expected a window of {Samples}.",
                nameof(snapshot));
        Reset();
        var values = snapshot.Slice(Header, count * _inputs * sizeof(float));
        values.CopyTo(MemoryMarshal.AsBytes(_values.AsSpan()));
        values.CopyTo(MemoryMarshal.AsBytes(_values.AsSpan(samples * _inputs)));
        snapshot.Slice(Header + samples * _inputs * sizeof(float), count * sizeof(int)).CopyTo(MemoryMarshal.AsBytes(_clipped.AsSpan()));
        foreach (int clipped in _clipped)
            Clipped += clipped;
        (Count, _next) = (count, count % samples);
    }
}
