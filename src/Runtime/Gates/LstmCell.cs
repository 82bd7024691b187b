using System.Runtime.CompilerServices;

namespace EdgeLstm.Gates;

/// <summary>
/// The LSTM recurrence (Gers et al. 2000) in integers, sixteen units a block: c = σ(f)·c + σ(i)·tanh(g); h = σ(o)·tanh(c). Of i and f the
/// sign may be all that counts (<see cref="BinaryGate"/>).
/// </summary>
static unsafe class LstmCell
{
    /// <summary>Units in one block.</summary>
    public const int BlockUnits = 16;

    /// <summary>Gates of one unit: i, f, g, o.</summary>
    public const int Gates = 4;

    /// <summary>Bytes of <see cref="Pack"/>.</summary>
    public const int ConstantBytes = sizeof(short) * (Numbers + GateNumbers<short>.StoredShorts + 4 * BlockUnits);

    /// <summary>
    /// Where the layer's numbers begin in the constants, sixteen of each: 1 in the cell's units, its factor to the argument of tanh,
    /// limit, hidden scale.
    /// </summary>
    public const int Layer = Numbers + GateNumbers<short>.StoredShorts;

    const int Numbers = 2 * GateTable.Bytes / sizeof(short);

    /// <summary>Writes what <see cref="Update"/> needs to know: two tables, then numbers that each fill a register.</summary>
    /// <param name="constants">Written; what <see cref="Update"/> takes.</param>
    /// <param name="cellBits">Fraction bits of the cell state, at most 13.</param>
    /// <param name="hiddenScale">Activation units of h = 1, in Q15: 127 for int8, 16384 for int16, more where |h| never comes near
    /// 1.</param>
    public static void Pack(short* constants, int cellBits, short hiddenScale)
    {
        int doublings = GateMath.ArgumentBits - cellBits;
        int limit = short.MaxValue >> doublings; // the largest cell state that the argument of tanh holds
        GateTable.Tanh.Store(constants);
        GateTable.HalfTanh.Store(constants + Numbers / 2);
        GateNumbers<short>.Store(constants + Numbers);
        int[] numbers = [1 << cellBits, 1 << doublings, limit, hiddenScale];
        for (int k = 0; k < numbers.Length; k++)
            new Span<short>(constants + Layer + k * BlockUnits, BlockUnits).Fill((short)numbers[k]);
    }

    /// <param name="pre">[blocks][4][16] pre-activations in Q13: x/2 for o and sigmoid i and f, x for g.</param>
    /// <param name="blocks">Blocks of sixteen units, at least one.</param>
    /// <param name="c">[blocks·16] cell state, Q(cellBits), replaced.</param>
    /// <param name="h">[blocks·16] hidden state as the next product's input, replaced: <c>sbyte</c> or <c>short</c>.</param>
    /// <param name="constants">As <see cref="Pack"/> wrote them.</param>
    /// <returns>
    /// Whether a cell state was cut off. It costs next to nothing: tanh is that of |c|, whose limit is one comparison instead of two.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Update<T, TLanes, TActivation, TGate>(short* pre, int blocks, short* c, TActivation* h, short* constants)
        where T : struct
        where TLanes : ILanes<T>
        where TActivation : unmanaged
        where TGate : IInputForgetGate
    {
        var tanh = TLanes.HoldsConstants ? GateTable.Load(constants) : GateTable.Tanh;
        var halfTanh = TLanes.HoldsConstants ? GateTable.Load(constants + Numbers / 2) : GateTable.HalfTanh;
        var numbers = TLanes.HoldsConstants ? GateNumbers<T>.Load<TLanes>(constants + Numbers) : GateNumbers<T>.Create<TLanes>();
        T cellOne = TLanes.Load(constants + Layer), toArgument = TLanes.Load(constants + Layer + BlockUnits);
        T limit = TLanes.Load(constants + Layer + 2 * BlockUnits), scale = TLanes.Load(constants + Layer + 3 * BlockUnits);
        T peak = TLanes.Broadcast(0);
        do
        {
            short* end = pre + BlockUnits;
            do
            {
                T i = TGate.Gate<T, TLanes>(TLanes.Load(pre), halfTanh, numbers);
                T f = TGate.Gate<T, TLanes>(TLanes.Load(pre + BlockUnits), halfTanh, numbers);
                T g = GateMath.Odd<T, TLanes>(TLanes.Load(pre + 2 * BlockUnits), tanh, numbers);
                T o = GateMath.Sigmoid<T, TLanes>(TLanes.Load(pre + 3 * BlockUnits), halfTanh, numbers);

                T kept = TLanes.MultiplyHigh(f, TLanes.Load(c));
                T added = TLanes.MultiplyHigh(TLanes.MultiplyHigh(i, g), cellOne);
                T cell = TLanes.AddSaturate(kept, added);
                TLanes.Store(c, cell);

                T magnitude = TLanes.AbsSaturate(cell);
                peak = TLanes.Max(peak, magnitude);
                T argument = TLanes.Multiply(TLanes.Min(magnitude, limit), toArgument);
                T squashed = TLanes.CopySign(GateMath.Magnitude<T, TLanes>(argument, tanh, numbers), cell);
                T hidden = TLanes.MultiplyHigh(TLanes.MultiplyHigh(o, squashed), scale);
                if (typeof(TActivation) == typeof(sbyte))
                    TLanes.StoreNarrow((sbyte*)h, hidden);
                else
                    TLanes.Store((short*)h, hidden);
                c += TLanes.Count;
                h += TLanes.Count;
            }
            while ((pre += TLanes.Count) != end);
            pre += (Gates - 1) * BlockUnits;
        }
        while (--blocks > 0);
        return TLanes.Reaches(peak, short.MaxValue);
    }
}
