using System.Buffers.Binary;
using System.Text;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.PyTorch.Files;

/// <summary>
/// The entries of a zip archive in memory. PyTorch stores them as they are; so an entry is a part of the file, and nothing is copied or
/// unpacked. Each is checked against the file's length and, when it is read, against its checksum.
/// </summary>
sealed class ZipDirectory
{
    const int EndSize = 22, CentralSize = 46, LocalSize = 30, MaxComment = ushort.MaxValue;

    static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i =>
    {
        uint value = (uint)i;
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
        return value;
    })];

    readonly ReadOnlyMemory<byte> _data;
    readonly string _file;
    readonly Dictionary<string, Entry> _entries = [];

    sealed record Entry(int At, int Length, uint Checksum, bool IsStored);

    /// <exception cref="ModelException">ELSTM114: no archive, or one cut short.</exception>
    public ZipDirectory(ReadOnlyMemory<byte> data, string file)
    {
        (_data, _file) = (data, file);
        var end = End();
        int count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        long at = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        for (int i = 0; i < count; i++)
        {
            var record = Part(at, CentralSize);
            if (!record.StartsWith("PK\u0001\u0002"u8))
                throw Damaged("a list of entries that ends too soon");
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(record[28..]);
            string name = Encoding.UTF8.GetString(Part(at + CentralSize, nameLength));
            if (!_entries.TryAdd(name, Read(record, name)))
                throw Damaged($"two entries '{name.Short()}'");
            at += CentralSize + nameLength + BinaryPrimitives.ReadUInt16LittleEndian(record[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(record[32..]);
        }
    }

    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>Null where there is no such entry.</summary>
    /// <exception cref="ModelException">ELSTM114: packed, or damaged.</exception>
    public ReadOnlyMemory<byte>? Find(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
            return null;
        if (!entry.IsStored)
            throw new ModelException(ErrorCatalogue.NotPyTorch, $"entry '{name.Short()}' packed or encrypted",
                "entries as torch.save stores them",
                "save the weights again: torch.save(model.state_dict(), …)", _file);
        var content = _data.Slice(entry.At, entry.Length);
        return Checksum(content.Span) == entry.Checksum ? content : throw Damaged($"entry '{name.Short()}' with a wrong checksum");
    }

    Entry Read(ReadOnlySpan<byte> record, string name)
    {
        bool stored = (record[8] & 1) == 0 && BinaryPrimitives.ReadUInt16LittleEndian(record[10..]) == 0;
        long length = BinaryPrimitives.ReadUInt32LittleEndian(record[20..]), at = BinaryPrimitives.ReadUInt32LittleEndian(record[42..]);
        var local = Part(at, LocalSize);
        if (!local.StartsWith("PK\u0003\u0004"u8))
            throw Damaged($"no entry where '{name.Short()}' should be");
        at += LocalSize + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
        Part(at, length);
        return new((int)at, (int)length, BinaryPrimitives.ReadUInt32LittleEndian(record[16..]), stored);
    }

    /// <summary>The record that ends an archive; only a comment may stand behind it.</summary>
    ReadOnlySpan<byte> End()
    {
        int from = Math.Max(0, _data.Length - EndSize - MaxComment), at = _data.Span[from..].LastIndexOf("PK\u0005\u0006"u8);
        return at < 0 ? throw Damaged("a zip archive without its end") : Part(from + at, EndSize);
    }

    ReadOnlySpan<byte> Part(long at, long length) => length <= _data.Length - at ? _data.Span.Slice((int)at, (int)length)
        : throw Damaged($"a part of {length} bytes at {at}, beyond the end");

    static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
            sum = Table[(byte)(sum ^ value)] ^ sum >> 8;
        return ~sum;
    }

    ModelException Damaged(string found) => new(ErrorCatalogue.NotPyTorch, found, "a whole archive of PyTorch",
        "copy the file again: it is damaged or cut short", _file);
}
