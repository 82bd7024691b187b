using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Quantize.Reference.Interpreter;

/// <summary>The elements of a slot.</summary>
sealed class SlotMemory(Slot slot)
{
    byte[] _bytes = slot.Data.Length != 0 ? slot.Data : new byte[slot.Width * Slot.Size(slot.Element)];

    public Slot Slot => slot;

    /// <summary>Bytes of a row.</summary>
    public int RowBytes => slot.Width * Slot.Size(slot.Element);

    /// <summary>Makes room for so many rows, of any content.</summary>
    public void Resize(int rows)
    {
        if (_bytes.Length != rows * RowBytes)
            _bytes = new byte[rows * RowBytes];
    }

    public void Clear() => Array.Clear(_bytes);

    public Span<byte> All => _bytes;

    public Span<float> Floats => MemoryMarshal.Cast<byte, float>(All);

    public Span<byte> Row(int row) => _bytes.AsSpan(row * RowBytes, RowBytes);

    /// <summary>A row's elements; where there is only one, that.</summary>
    public Span<T> Row<T>(int row)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Row(slot.Rows.Fixed == 1 ? 0 : row));
}
