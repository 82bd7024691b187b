using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeLstm.Layers;

/// <summary>
/// What an LSTM's gates read of [x, h], where that is not all (<see cref="ColumnMask"/>), put side by side: from there on a step is that of
/// a layer with fewer columns. Columns that follow one another are copied eight at a time; what is copied with them and not read, the next
/// copy overwrites.
/// </summary>
sealed unsafe class GatheredColumns
{
    const int Chunk = 8, Spare = 16; // the last chunk's end may lie behind what is read

    readonly (ushort From, ushort To)[] _x, _h;
    readonly int _xChunks, _hChunks, _hOffset;

    public GatheredColumns(ReadOnlySpan<byte> mask, int inputs, int hiddenSize)
    {
        X = ColumnMask.Count(mask, 0, inputs);
        H = ColumnMask.Count(mask, inputs, hiddenSize);
        _hOffset = LstmLayer.Padded(X) + Spare;
        (_x, _xChunks) = Copies(mask, 0, inputs, X);
        (_h, _hChunks) = Copies(mask, inputs, hiddenSize, H);
    }

    /// <summary>Columns read of x.</summary>
    public int X { get; }

    /// <summary>Columns read of h.</summary>
    public int H { get; }

    /// <summary>Activations that <see cref="Gather"/> needs room for.</summary>
    public int Room => _hOffset + LstmLayer.Padded(H) + Spare;

    /// <summary>Fills <paramref name="room"/> with what is read of x, and returns where that of h begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public TActivation* Gather<TActivation>(TActivation* x, TActivation* h, TActivation* room)
        where TActivation : unmanaged
    {
        Copy(x, _x, _xChunks, room);
        Copy(h, _h, _hChunks, room + _hOffset);
        return room + _hOffset;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Copy<TActivation>(TActivation* source, (ushort From, ushort To)[] copies, int chunks, TActivation* target)
        where TActivation : unmanaged
    {
        for (int k = 0; k < chunks; k++)
        {
            var (from, to) = copies[k];
            if (sizeof(TActivation) == 1)
                *(long*)(target + to) = *(long*)(source + from);
            else
                Vector128.Load((byte*)(source + from)).Store((byte*)(target + to));
        }

        for (int k = chunks; k < copies.Length; k++)
        {
            var (from, to) = copies[k];
            target[to] = source[from];
        }
    }

    /// <summary>Copies of eight columns, and behind them of one each: those so near to the end that eight would lie beyond it.</summary>
    static ((ushort From, ushort To)[] Copies, int Chunks) Copies(ReadOnlySpan<byte> mask, int first, int count, int kept)
    {
        var copies = new (ushort, ushort)[kept];
        int made = 0, chunks = 0, to = 0, end = -1; // of the last chunk
        for (int column = 0; column < count; column++)
        {
            if (!ColumnMask.Keeps(mask, first + column))
            {
                end = -1;
                continue;
            }

            bool fits = column + Chunk <= LstmLayer.Padded(count);
            if (column >= end)
            {
                copies[made++] = ((ushort)column, (ushort)to);
                chunks += fits ? 1 : 0;
                end = column + (fits ? Chunk : 1);
            }

            to++;
        }

        return (copies.AsSpan(0, made).ToArray(), chunks);
    }
}
