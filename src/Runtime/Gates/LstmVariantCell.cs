using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>
/// The LSTM family in integers: c = f·c + i·g; h = o·t(c), where a gate that the variant has not is 1, and coupled gates have f = 1 − i
/// (Hochreiter &amp; Schmidhuber 1997 without f; Gers et al. 2000; the variants of Greff et al. 2016). The parts of one update, in the
/// order in which a layer calls them.
/// </summary>
static unsafe class LstmVariantCell
{
    const int BlockUnits = LstmCell.BlockUnits;

    /// <summary>A gate's peephole (Gers &amp; Schmidhuber 2000): pre += p·c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Peephole<T, TLanes>(short* pre, int stride, int blocks, short* c, short* p, int doublings)
        where T : struct
        where TLanes : ILanes<T>
    {
        for (; blocks > 0; blocks--, pre += stride)
        {
            for (int k = 0; k < BlockUnits; k += TLanes.Count, c += TLanes.Count, p += TLanes.Count)
            {
                T term = LaneMath.Double<T, TLanes>(TLanes.MultiplyHigh(TLanes.Load(c), TLanes.Load(p)), doublings);
                TLanes.Store(pre + k, TLanes.AddSaturate(TLanes.Load(pre + k), term));
            }
        }
    }

    /// <summary>c = f·c + i·g; leaves c in the candidate's place too, for the output function.</summary>
    /// <param name="pre">[blocks][groups][16] gates and candidate after their functions.</param>
    /// <param name="blocks">Blocks of sixteen units.</param>
    /// <param name="c">[blocks·16] cell state, replaced.</param>
    /// <param name="gates">Places of the gates among the groups.</param>
    /// <param name="constants"><see cref="CellConstants.KeptDoublings"/>, <see cref="CellConstants.One"/> and
    /// <see cref="CellConstants.Added"/> are read.</param>
    /// <returns>Whether a cell state was cut off.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Cell<T, TLanes>(short* pre, int blocks, short* c, in LstmGates gates, in CellConstants constants)
        where T : struct
        where TLanes : ILanes<T>
    {
        int doublings = constants.KeptDoublings, stride = gates.Groups * BlockUnits;
        short one = constants.One;
        CellScale scale = constants.Added;
        short* i = pre + gates.I * BlockUnits, f = pre + gates.F * BlockUnits, g = pre + gates.G * BlockUnits;
        T peak = TLanes.Broadcast(0);
        bool hasInput = gates.I >= 0, hasForget = gates.F >= 0, coupled = gates.Coupled;
        for (; blocks > 0; blocks--, i += stride, f += stride, g += stride)
        {
            for (int k = 0; k < BlockUnits; k += TLanes.Count, c += TLanes.Count)
            {
                T kept = TLanes.Load(c), added = TLanes.Load(g + k);
                if (hasInput)
                    added = TLanes.MultiplyHigh(TLanes.Load(i + k), added);
                if (hasForget)
                    kept = LaneMath.Double<T, TLanes>(TLanes.MultiplyHigh(TLanes.Load(f + k), kept), doublings);
                else if (coupled)
                    kept = LaneMath.Double<T, TLanes>(TLanes.MultiplyHigh(LaneMath.Complement<T, TLanes>(TLanes.Load(i + k), one), kept),
                        doublings);
                T cell = TLanes.AddSaturate(kept, LaneMath.Scale<T, TLanes>(added, scale));
                TLanes.Store(c, cell);
                TLanes.Store(g + k, cell);
                peak = TLanes.Max(peak, TLanes.AbsSaturate(cell));
            }
        }

        return TLanes.Reaches(peak, short.MaxValue);
    }

    /// <summary>h = o·t.</summary>
    /// <param name="pre">As <see cref="Cell"/> leaves it, with the output function of c in the candidate's place.</param>
    /// <param name="blocks">Blocks of sixteen units.</param>
    /// <param name="h">[blocks·16] replaced.</param>
    /// <param name="gates">Places of the gates among the groups.</param>
    /// <param name="hidden">From the units of o·t to those of h.</param>
    /// <returns>Whether a hidden state was cut off.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Hidden<T, TLanes, TActivation>(short* pre, int blocks, TActivation* h, in LstmGates gates, CellScale hidden)
        where T : struct
        where TLanes : ILanes<T>
        where TActivation : unmanaged
    {
        int stride = gates.Groups * BlockUnits;
        short* o = pre + gates.O * BlockUnits, t = pre + gates.G * BlockUnits;
        bool hasOutput = gates.O >= 0;
        T peak = TLanes.Broadcast(0);
        for (; blocks > 0; blocks--, o += stride, t += stride)
        {
            for (int k = 0; k < BlockUnits; k += TLanes.Count, h += TLanes.Count)
            {
                T value = TLanes.Load(t + k);
                if (hasOutput)
                    value = TLanes.MultiplyHigh(TLanes.Load(o + k), value);
                Activation.Store<T, TLanes, TActivation>(h, LaneMath.Scale<T, TLanes>(value, hidden), ref peak);
            }
        }

        return Activation.IsCut<T, TLanes, TActivation>(peak);
    }

    /// <summary>Full gate recurrence: a gate as the next step's product reads it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Keep<T, TLanes, TActivation>(short* gate, int stride, int blocks, TActivation* target, CellScale scale)
        where T : struct
        where TLanes : ILanes<T>
        where TActivation : unmanaged
    {
        for (; blocks > 0; blocks--, gate += stride)
            for (int k = 0; k < BlockUnits; k += TLanes.Count, target += TLanes.Count)
                Activation.Store<T, TLanes, TActivation>(target, LaneMath.Scale<T, TLanes>(TLanes.Load(gate + k), scale));
    }
}
