namespace EdgeLstm.Gates;

/// <summary>
/// The float32 lane operations that the float scheme is written in, once for every vector width. <see cref="MultiplyAdd"/> is fused where
/// the processor has it, so results differ between machines by rounding.
/// </summary>
interface IFloatLanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract unsafe TVector Load(float* source);

    static abstract unsafe void Store(float* target, TVector value);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a·b + c.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Min(TVector a, TVector b);

    static abstract TVector Max(TVector a, TVector b);

    /// <summary>value · 2^n for the integer n that <paramref name="n"/> holds as a float, −126 … 127.</summary>
    static abstract TVector ScaleByPowerOfTwo(TVector value, TVector n);
}
