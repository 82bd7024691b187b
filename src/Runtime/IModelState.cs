namespace EdgeLstm;

/// <summary>What a streaming model remembers of one stream: a value, to be copied and kept for each machine.</summary>
/// <typeparam name="TSelf">The state itself.</typeparam>
public interface IModelState<TSelf>
    where TSelf : struct, IModelState<TSelf>
{
    /// <summary>Samples since the last reset.</summary>
    long Steps { get; }

    /// <summary>Whether enough samples came since the last reset for a prediction to mean something.</summary>
    bool IsWarm { get; }

    /// <summary>Input values since the last reset that were cut off or could not be used as they came.</summary>
    long SaturatedInputs { get; }

    /// <summary>Layer steps since the last reset in which a state was cut off at the end of its range.</summary>
    long SaturatedStates { get; }

    /// <summary>Forgets everything.</summary>
    void Reset();

    /// <summary>Writes the state, and which model it belongs to, to the beginning of a buffer.</summary>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    void Save(Span<byte> snapshot);

    /// <summary>Gives back a saved state, or a reset one where it cannot. Allocates nothing.</summary>
    /// <param name="snapshot">What was saved; more bytes behind it do no harm.</param>
    /// <param name="state">The saved state; else a reset one.</param>
    /// <param name="result">Why there is no saved state.</param>
    /// <returns>Whether the state is the saved one.</returns>
    static abstract bool TryRestore(ReadOnlySpan<byte> snapshot, out TSelf state, out RestoreResult result);

    /// <summary>Gives back a saved state.</summary>
    /// <exception cref="ArgumentException">The snapshot is too short, damaged, or another model's.</exception>
    static abstract TSelf Restore(ReadOnlySpan<byte> snapshot);
}
