using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Quantize.Reference.Interpreter;

/// <summary>What a call finds at its place in the program.</summary>
/// <param name="operands">Of the call.</param>
/// <param name="layer">The layer's object, of kinds that have one.</param>
/// <param name="place">Finds the memory of a value.</param>
/// <param name="position">Where the program is.</param>
sealed class Arguments(IReadOnlyList<Operand> operands, object? layer, Func<Value, Place> place, Position position)
{
    readonly Place?[] _places = [.. operands.Select(operand => operand is Value value ? place(value) : null)];

    public object? Layer => layer;

    public int Count => operands.Count;

    /// <summary>Whether an operand is int8, where a method is there for int8 and int16.</summary>
    public bool IsInt8(int index) => _places[index]!.Element == ElementType.Int8;

    public Span<sbyte> Int8(int index) => Span<sbyte>(index);

    public Span<short> Int16(int index) => Span<short>(index);

    public Span<float> Floats(int index) => Span<float>(index);

    public Span<byte> Bytes(int index) => _places[index]!.Bytes;

    public float Number(int index) => ((Number)operands[index]).Value;

    public bool Flag(int index) => ((Flag)operands[index]).IsSet;

    public int Integer(int index) => operands[index] switch
    {
        Integer integer => integer.Value,
        Count count => count.Steps.Of(position.Samples),
        FirstTap tap => position.Step * tap.Stride - tap.Before,
        var other => throw new InvalidOperationException($"No integer: {other}."),
    };

    /// <summary>The number of the stream's sample.</summary>
    public long Sample => position.Sample;

    Span<T> Span<T>(int index)
        where T : unmanaged => _places[index] is { } at ? at.Of<T>() : [];
}
