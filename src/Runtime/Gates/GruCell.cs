using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>
/// The gated recurrent unit (Cho et al. 2014) in integers: h = z·h + (1 − z)·n. h is kept in c, an int16 of at most ±16384, whatever the
/// activations are: with 127 units, a slow gate would move it by less than one and so never. The candidate's gate r acts on
/// the recurrent product (reset after, n = g(W·x + r·(U·h))) or on what it reads (reset before, n = g(W·x + U·(r·h))).
/// </summary>
static unsafe class GruCell
{
    const int BlockUnits = LstmCell.BlockUnits;

    /// <summary>Reset after: the candidate's argument W·x + r·(U·h), in place of W·x.</summary>
    /// <param name="pre">[blocks][4][16]: z, gate r, W·x and U·h, both of these in the same scale.</param>
    /// <param name="blocks">Blocks of sixteen units.</param>
    /// <param name="constants"><see cref="CellConstants.ResetDoublings"/> is read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Candidate<T, TLanes>(short* pre, int blocks, in CellConstants constants)
        where T : struct
        where TLanes : ILanes<T>
    {
        int doublings = constants.ResetDoublings;
        for (; blocks > 0; blocks--, pre += 4 * BlockUnits)
        {
            for (int k = 0; k < BlockUnits; k += TLanes.Count)
            {
                T product = TLanes.MultiplyHigh(TLanes.Load(pre + BlockUnits + k), TLanes.Load(pre + 3 * BlockUnits + k));
                short* n = pre + 2 * BlockUnits + k;
                TLanes.Store(n, TLanes.AddSaturate(TLanes.Load(n), LaneMath.Double<T, TLanes>(product, doublings)));
            }
        }
    }

    /// <summary>Reset before: what the candidate's recurrent product reads, r·h.</summary>
    /// <param name="r">[blocks] gates of sixteen, <paramref name="stride"/> apart.</param>
    /// <param name="stride">Shorts from one block to the next.</param>
    /// <param name="blocks">Blocks of sixteen units.</param>
    /// <param name="c">[blocks·16] the state.</param>
    /// <param name="target">[blocks·16] activations.</param>
    /// <param name="constants"><see cref="CellConstants.ResetDoublings"/> and <see cref="CellConstants.Hidden"/> are read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Reset<T, TLanes, TActivation>(short* r, int stride, int blocks, short* c, TActivation* target,
        in CellConstants constants)
        where T : struct
        where TLanes : ILanes<T>
        where TActivation : unmanaged
    {
        int doublings = constants.ResetDoublings;
        CellScale hidden = constants.Hidden;
        for (; blocks > 0; blocks--, r += stride)
        {
            for (int k = 0; k < BlockUnits; k += TLanes.Count, c += TLanes.Count, target += TLanes.Count)
            {
                T product = TLanes.MultiplyHigh(TLanes.Load(r + k), TLanes.Load(c));
                Store<T, TLanes, TActivation>(target, LaneMath.Double<T, TLanes>(product, doublings), hidden);
            }
        }
    }

    /// <summary>h = z·h + (1 − z)·n.</summary>
    /// <param name="z">[blocks] update gates of sixteen, <paramref name="stride"/> apart.</param>
    /// <param name="n">[blocks] candidates, <paramref name="nStride"/> apart.</param>
    /// <param name="stride">Shorts from one block to the next.</param>
    /// <param name="nStride">Shorts from one candidate block to the next.</param>
    /// <param name="blocks">Blocks of sixteen units.</param>
    /// <param name="c">[blocks·16] the state, replaced.</param>
    /// <param name="h">[blocks·16] the state as activations, replaced.</param>
    /// <param name="constants"><see cref="CellConstants.KeptDoublings"/>, <see cref="CellConstants.One"/>,
    /// <see cref="CellConstants.Added"/> and <see cref="CellConstants.Hidden"/> are read.</param>
    /// <returns>Whether a state was cut off.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Update<T, TLanes, TActivation>(
        short* z, int stride, short* n, int nStride, int blocks, short* c, TActivation* h, in CellConstants constants)
        where T : struct
        where TLanes : ILanes<T>
        where TActivation : unmanaged
    {
        int doublings = constants.KeptDoublings;
        short one = constants.One;
        CellScale added = constants.Added, hidden = constants.Hidden;
        T statePeak = TLanes.Broadcast(0), peak = statePeak;
        for (; blocks > 0; blocks--, z += stride, n += nStride)
        {
            for (int k = 0; k < BlockUnits; k += TLanes.Count, c += TLanes.Count, h += TLanes.Count)
            {
                T gate = TLanes.Load(z + k);
                T kept = LaneMath.Double<T, TLanes>(TLanes.MultiplyHigh(gate, TLanes.Load(c)), doublings);
                T change = TLanes.MultiplyHigh(LaneMath.Complement<T, TLanes>(gate, one), TLanes.Load(n + k));
                T sum = TLanes.AddSaturate(kept, LaneMath.Scale<T, TLanes>(change, added));
                statePeak = TLanes.Max(statePeak, TLanes.AbsSaturate(sum));
                T state = Activation.Cut<T, TLanes>(sum);
                TLanes.Store(c, state);
                Activation.Store<T, TLanes, TActivation>(h, typeof(TActivation) == typeof(sbyte) ? LaneMath.Scale<T, TLanes>(state, hidden)
                    : state, ref peak);
            }
        }

        return Activation.IsCut<T, TLanes, short>(statePeak) || Activation.IsCut<T, TLanes, TActivation>(peak);
    }

    // int16 activations are the state itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<T, TLanes, TActivation>(TActivation* target, T state, CellScale hidden)
        where T : struct
        where TLanes : ILanes<T>
        where TActivation : unmanaged =>
        Activation.Store<T, TLanes, TActivation>(target, typeof(TActivation) == typeof(sbyte) ? LaneMath.Scale<T, TLanes>(state, hidden)
            : state);
}
