using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>
/// The LSTM recurrence (Gers et al. 2000) in integers, sixteen units a block: c = σ(f)·c + σ(i)·tanh(g); h = σ(o)·tanh(c).
/// </summary>
static unsafe class LstmCell
{
    /// <summary>Units in one block.</summary>
    public const int BlockUnits = 16;

    /// <summary>Gates of one unit: i, f, g, o.</summary>
    public const int Gates = 4;

    /// <param name="pre">[blocks][4][16] pre-activations in Q13: x/2 for i, f and o, x for g.</param>
    /// <param name="blocks">Blocks of sixteen units.</param>
    /// <param name="c">[blocks·16] cell state, Q(<paramref name="cellBits"/>), replaced.</param>
    /// <param name="h">[blocks·16] hidden state as the next product's input, replaced: <c>sbyte</c> or <c>short</c>.</param>
    /// <param name="cellBits">Fraction bits of the cell state, at most 13.</param>
    /// <param name="hiddenScale">Activation units of h = 1, in Q15: 127 for int8, 16384 for int16, more where |h| never comes near 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Update<T, TLanes, TActivation>(short* pre, int blocks, short* c, TActivation* h, int cellBits, short hiddenScale)
        where T : struct
        where TLanes : ILanes<T>
        where TActivation : unmanaged
    {
        int doublings = GateMath.ArgumentBits - cellBits;
        T cellOne = TLanes.Broadcast((short)(1 << cellBits));
        T limit = TLanes.Broadcast((short)(short.MaxValue >> doublings));
        T lowerLimit = TLanes.Broadcast((short)-(short.MaxValue >> doublings));
        T scale = TLanes.Broadcast(hiddenScale);
        for (; blocks > 0; blocks--, pre += (Gates - 1) * BlockUnits)
        {
            for (short* end = pre + BlockUnits; pre != end; pre += TLanes.Count, c += TLanes.Count, h += TLanes.Count)
            {
                T i = GateMath.Sigmoid<T, TLanes>(TLanes.Load(pre));
                T f = GateMath.Sigmoid<T, TLanes>(TLanes.Load(pre + BlockUnits));
                T g = GateMath.Tanh<T, TLanes>(TLanes.Load(pre + 2 * BlockUnits));
                T o = GateMath.Sigmoid<T, TLanes>(TLanes.Load(pre + 3 * BlockUnits));

                T kept = TLanes.MultiplyHigh(f, TLanes.Load(c));
                T added = TLanes.MultiplyHigh(TLanes.MultiplyHigh(i, g), cellOne);
                T cell = TLanes.AddSaturate(kept, added);
                TLanes.Store(c, cell);

                T argument = TLanes.ShiftLeft(TLanes.Max(TLanes.Min(cell, limit), lowerLimit), doublings);
                T hidden = TLanes.MultiplyHigh(TLanes.MultiplyHigh(o, GateMath.Tanh<T, TLanes>(argument)), scale);
                if (typeof(TActivation) == typeof(sbyte))
                    TLanes.StoreNarrow((sbyte*)h, hidden);
                else
                    TLanes.Store((short*)h, hidden);
            }
        }
    }
}
