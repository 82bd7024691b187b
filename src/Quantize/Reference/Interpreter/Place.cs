using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Quantize.Reference.Interpreter;

/// <summary>Where the elements of an operand are, at the step that the position says.</summary>
sealed class Place(Value value, SlotMemory memory, Position position)
{
    readonly int _start = value.Start * Slot.Size(value.Slot.Element), _length = value.Length * Slot.Size(value.Slot.Element);

    public ElementType Element => value.Slot.Element;

    public Span<byte> Bytes
    {
        get
        {
            var bytes = value.Slot.Storage == Storage.Output ? memory.Row(position.Step)
                : value.At == RowAt.All || value.Slot.Rows.Fixed == 1 ? memory.All
                : memory.Row(Row(value.Slot.Rows));
            return value.Length == 0 ? bytes : bytes.Slice(_start, _length);
        }
    }

    public Span<T> Of<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);

    int Row(StepCount rows) => value.At switch
    {
        RowAt.Step => position.Step,
        RowAt.First => value.Away,
        RowAt.Last => rows.Of(position.Samples) - 1 - value.Away,
        _ => Math.Max(0, position.Step - position.OutputRows + rows.Of(position.Samples)),
    };
}
