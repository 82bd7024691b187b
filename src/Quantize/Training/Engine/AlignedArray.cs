using System.Runtime.CompilerServices;

namespace EdgeLstm.Quantize.Training.Engine;

/// <summary>
/// Zeroed memory that begins on a 64-byte boundary and stays there: a vector load across a cache line costs half as much again.
/// <see cref="Slack"/> values behind its end may be read, so that kernels have no tails.
/// </summary>
sealed class AlignedArray<T>
    where T : unmanaged
{
    /// <summary>Values.</summary>
    public const int Slack = 256;

    readonly T[] _array;
    readonly int _start;

    public AlignedArray(int length)
    {
        int line = 64 / Unsafe.SizeOf<T>();
        _array = GC.AllocateArray<T>(length + line + Slack, pinned: true);
        Length = length;
        unsafe
        {
            fixed (T* first = _array)
                _start = (int)((64 - (nuint)first % 64) % 64) / Unsafe.SizeOf<T>();
        }
    }

    public int Length { get; }

    public Span<T> Span => _array.AsSpan(_start, Length);

    public ref T this[int index] => ref _array[_start + index];
}
