using System.Runtime.Intrinsics;

namespace EdgeLstm.Gates;

/// <summary>
/// The int16 lane operations that the gate arithmetic is written in, once for every instruction set. <typeparamref name="TVector"/> is
/// what one register holds: <c>short</c> for the scalar definition, <see cref="Vector128{T}"/> or <see cref="Vector256{T}"/> of shorts.
/// Every implementation gives the same bits.
/// </summary>
interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Shorts in one <typeparamref name="TVector"/>.</summary>
    static abstract int Count { get; }

    /// <summary>
    /// Whether the gates' constants fit the registers of a loop. The JIT makes constants anew at every turn (on arm64 17 of 150
    /// instructions per eight units), so that memory is the better place for them; with sixteen registers they would be spilled (AVX2: 20 %
    /// slower gates).
    /// </summary>
    static abstract bool HoldsConstants { get; }

    static abstract unsafe TVector Load(short* source);

    static abstract unsafe void Store(short* target, TVector value);

    /// <summary>Stores the lanes as bytes, saturated to −128…127.</summary>
    static abstract unsafe void StoreNarrow(sbyte* target, TVector value);

    static abstract TVector Broadcast(short value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector AddSaturate(TVector a, TVector b);

    static abstract TVector Xor(TVector a, TVector b);

    static abstract TVector Min(TVector a, TVector b);

    static abstract TVector Max(TVector a, TVector b);

    /// <summary>Whether a lane is <paramref name="limit"/> or more.</summary>
    static abstract bool Reaches(TVector value, short limit);

    static abstract TVector ShiftLeft(TVector value, int count);

    /// <summary>|value| with |−32768| = 32767.</summary>
    static abstract TVector AbsSaturate(TVector value);

    /// <summary>value where <paramref name="sign"/> ≥ 0, −value where it is negative; the value of a zero sign must be zero.</summary>
    static abstract TVector CopySign(TVector value, TVector sign);

    /// <summary>(a·b + 2¹⁴) >> 15, the rounding doubling multiply (<c>pmulhrsw</c>, <c>sqrdmulh</c>); never both −32768.</summary>
    static abstract TVector MultiplyHigh(TVector a, TVector b);

    /// <summary>sum + <see cref="MultiplyHigh"/>(a, b), which must stay inside an int16 (<c>sqrdmlah</c>).</summary>
    static abstract TVector AddMultiplyHigh(TVector sum, TVector a, TVector b);

    /// <summary>a·b, which must fit.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector ShiftRightLogical(TVector value, int count);

    /// <summary>
    /// Entry s of an eight-entry table by the bytes that it has there: index = 0x0202·s + 0x0100, which is 2s and 2s + 1.
    /// </summary>
    static abstract TVector Lookup(Vector128<short> table, TVector index);
}
