using System.Buffers.Binary;
using System.Text;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.PyTorch.Pickles;

/// <summary>
/// Reads a pickle without running it. A pickle is a program for a stack machine, and Python's calls what it names; this one has the
/// operations that build values and no way to call anything. Where Python would call, it keeps the name and the arguments.
/// </summary>
/// <param name="data">A file, or a part of one.</param>
/// <param name="at">Where the pickle begins.</param>
/// <param name="file">For errors.</param>
sealed partial class PickleReader(ReadOnlyMemory<byte> data, int at, string file)
{
    /// <summary>
    /// Operations of one pickle. A network of twenty layers with its optimizer has about ten thousand; each makes one object at most, so
    /// that
    /// this bounds memory, too.
    /// </summary>
    const int MaxOperations = 1 << 19;

    /// <summary>Marks that are open at a time: how deep values can be nested while they are built.</summary>
    const int MaxDepth = 64;

    readonly List<object?> _stack = [];
    readonly List<int> _marks = [];
    readonly Dictionary<long, object?> _memo = [];
    readonly List<PickleName> _foreign = [];
    readonly Dictionary<string, StorageName> _storages = [];
    int _at = at;

    /// <exception cref="ModelException">ELSTM114, ELSTM115, ELSTM102: damaged, or with operations that files of weights do not
    /// have.</exception>
    public PickleContent Read()
    {
        for (int operations = 0; operations < MaxOperations; operations++)
        {
            var opcode = (Opcode)Byte();
            if (opcode == Opcode.Stop)
                return new(Pop(), _foreign, _storages, _at);
            Execute(opcode);
        }

        throw new ModelException(ErrorCatalogue.ModelTooLarge, $"a pickle of more than {MaxOperations} operations",
            "the weights of a model",
            "save them alone: torch.save(model.state_dict(), …)", file);
    }

    void Execute(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Proto: Byte(); break;
            case Opcode.Frame: Take(8); break;
            case Opcode.None: _stack.Add(null); break;
            case Opcode.NewTrue: _stack.Add(true); break;
            case Opcode.NewFalse: _stack.Add(false); break;
            case Opcode.BinInt: _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case Opcode.BinInt1: _stack.Add((long)Byte()); break;
            case Opcode.BinInt2: _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case Opcode.Long1: _stack.Add(Integer(Take(Byte()))); break;
            case Opcode.BinFloat: _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case Opcode.BinUnicode: _stack.Add(Text(Take(Length()))); break;
            case Opcode.ShortBinUnicode: _stack.Add(Text(Take(Byte()))); break;
            case Opcode.BinString: _stack.Add(Text(Take(Length()))); break;
            case Opcode.ShortBinString: _stack.Add(Text(Take(Byte()))); break;
            case Opcode.BinBytes: _stack.Add(Take(Length()).ToArray()); break;
            case Opcode.ShortBinBytes: _stack.Add(Take(Byte()).ToArray()); break;
            case Opcode.EmptyTuple: _stack.Add(Array.Empty<object?>()); break;
            case Opcode.Tuple1: _stack.Add(Last(1)); break;
            case Opcode.Tuple2: _stack.Add(Last(2)); break;
            case Opcode.Tuple3: _stack.Add(Last(3)); break;
            case Opcode.Tuple: _stack.Add(FromMark()); break;
            case Opcode.EmptyList or Opcode.EmptySet: _stack.Add(new List<object?>()); break;
            case Opcode.FrozenSet: _stack.Add(new List<object?>(FromMark())); break;
            case Opcode.EmptyDict: _stack.Add(new PickleDict()); break;
            case Opcode.Mark when _marks.Count < MaxDepth: _marks.Add(_stack.Count); break;
            case Opcode.Append: Extend(Last(1)); break;
            case Opcode.Appends or Opcode.AddItems: Extend(FromMark()); break;
            case Opcode.SetItem: Fill(Last(2)); break;
            case Opcode.SetItems: Fill(FromMark()); break;
            case Opcode.BinPut: Remember(Byte()); break;
            case Opcode.LongBinPut: Remember(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case Opcode.Memoize: Remember(_memo.Count); break;
            case Opcode.BinGet: Recall(Byte()); break;
            case Opcode.LongBinGet: Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case Opcode.Global: Name(Line(), Line()); break;
            case Opcode.StackGlobal when Last(2) is [string module, string name]: Name(module, name); break;
            case Opcode.BinPersId: _stack.Add(Persistent(Pop())); break;
            case Opcode.Reduce or Opcode.NewObj: Make(); break;
            case Opcode.Build: Build(Pop()); break;
            default: throw Refused(opcode);
        }
    }

    /// <summary>Known operations that are not in the list above, and bytes that are none; or one of the list in a wrong place.</summary>
    ModelException Refused(Opcode opcode) => opcode is Opcode.Mark or Opcode.StackGlobal
        ? Damaged("values nested too deep, or a name that is no text")
        : Enum.IsDefined(opcode)
        ? new(ErrorCatalogue.CodeInFile, $"pickle operation {Enum.GetName(opcode)!.ToUpperInvariant()} at byte {_at - 1}",
            "operations that build tensors", "save the weights again: torch.save(model.state_dict(), …)", file)
        : Damaged($"0x{(byte)opcode:X2} as an operation");

    ModelException Damaged(string found) => new(ErrorCatalogue.NotPyTorch, $"{found} at byte {_at} of a pickle", "a pickle of PyTorch",
        "copy the file again: it is damaged or cut short", file);

    byte Byte() => Take(1)[0];

    ReadOnlySpan<byte> Take(long count)
    {
        if (count > data.Length - _at)
            throw Damaged($"an end {data.Length - _at} bytes on, where {count} are wanted,");
        _at += (int)count;
        return data.Span.Slice(_at - (int)count, (int)count);
    }

    long Length() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    string Line()
    {
        int end = data.Span[_at..].IndexOf((byte)'\n');
        if (end < 0)
            throw Damaged("a name without an end");
        string line = Text(Take(end));
        _at++;
        return line;
    }

    /// <summary>Of more than eight bytes only the sign: no size or offset has them, and none is negative.</summary>
    static object Integer(ReadOnlySpan<byte> littleEndian)
    {
        if (littleEndian.Length > 8)
            return (littleEndian[^1] & 0x80) != 0 ? long.MinValue : long.MaxValue;
        long value = littleEndian is [.., >= 0x80] ? -1 : 0;
        for (int i = littleEndian.Length - 1; i >= 0; i--)
            value = value << 8 | littleEndian[i];
        return value;
    }

    object? Pop()
    {
        if (_stack.Count <= (_marks.Count == 0 ? 0 : _marks[^1]))
            throw Damaged("an operation without its values");
        object? top = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    object?[] Last(int count)
    {
        var values = new object?[count];
        for (int i = count - 1; i >= 0; i--)
            values[i] = Pop();
        return values;
    }

    object?[] FromMark()
    {
        if (_marks.Count == 0)
            throw Damaged("an operation without its mark");
        int mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        object?[] values = [.. _stack[mark..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    void Remember(long place)
    {
        object? top = Pop();
        _stack.Add(top);
        _memo[place] = top;
    }

    void Recall(long place) => _stack.Add(_memo.TryGetValue(place, out object? value) ? value
        : throw Damaged($"value {place} before it was kept"));
}
