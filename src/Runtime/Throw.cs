using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace EdgeLstm;

/// <summary>Errors of a caller's misuse, out of line so that a step stays small.</summary>
static class Throw
{
    /// <summary>Requires a span of at least <paramref name="expected"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void IfShorter(int length, int expected, string name)
    {
        if (length < expected)
            TooShort(length, expected, name);
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void TooShort(int length, int expected, string name) =>
        throw new ArgumentException($"{name} has {length} elements, expected at least {expected}.", name);

    /// <summary>Refuses int16 activations to a layer that was promised none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void IfInt8Only(bool isInt8Only)
    {
        if (isInt8Only)
            Int8Only();
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Int8Only() => throw new InvalidOperationException("The layer was made with int8Activations: true and takes no int16.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void IfOutOfRange(int value, int minimum, int maximum, string name)
    {
        if (value < minimum || value > maximum)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {minimum} to {maximum}.");
    }
}
