using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>
/// The simple recurrence (Elman 1990) in integers: h = a(W·x + U·h). Both products of a Jordan network end in it too: h, and then y =
/// g(V·h).
/// </summary>
static unsafe class ElmanCell
{
    /// <param name="pre">[blocks][16] the function's values already.</param>
    /// <param name="blocks">Blocks of sixteen units.</param>
    /// <param name="h">[blocks·16] replaced.</param>
    /// <param name="hidden">From the function's units to those of h.</param>
    /// <returns>Whether a hidden state was cut off.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Update<T, TLanes, TActivation>(short* pre, int blocks, TActivation* h, CellScale hidden)
        where T : struct
        where TLanes : ILanes<T>
        where TActivation : unmanaged
    {
        T peak = TLanes.Broadcast(0);
        for (short* end = pre + blocks * LstmCell.BlockUnits; pre != end; pre += TLanes.Count, h += TLanes.Count)
            Activation.Store<T, TLanes, TActivation>(h, LaneMath.Scale<T, TLanes>(TLanes.Load(pre), hidden), ref peak);
        return Activation.IsCut<T, TLanes, TActivation>(peak);
    }
}
