namespace EdgeLstm.Kernels;

/// <summary>
/// The exact int32 dot product of one row, for dense heads: a head has few rows, so panels of 64 would be mostly padding.
/// </summary>
interface IDotProduct<TActivation>
    where TActivation : unmanaged
{
    /// <summary>Σ w·x over <paramref name="count"/> elements, a multiple of 16.</summary>
    static abstract unsafe int Sum(sbyte* w, TActivation* x, int count);
}
