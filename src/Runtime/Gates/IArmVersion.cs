namespace EdgeLstm.Gates;

/// <summary>What a processor is known to have once its kernel is chosen, so that no step asks.</summary>
interface IArmVersion
{
    /// <summary><c>sqrdmlah</c>: Armv8.1 and all that have the dot product.</summary>
    static abstract bool HasRoundingMultiplyAdd { get; }
}

/// <summary>Pi 3 and 4.</summary>
readonly struct Armv80 : IArmVersion
{
    public static bool HasRoundingMultiplyAdd => false;
}

/// <summary>Pi 5.</summary>
readonly struct Armv82 : IArmVersion
{
    public static bool HasRoundingMultiplyAdd => true;
}
