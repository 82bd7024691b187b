using System.Buffers.Binary;
using System.Text;

namespace EdgeLstm.Quantize.Import;

/// <summary>What a zip archive says is in it, at its end; of one that is cut off the first name, which stands at its beginning.</summary>
static class ZipNames
{
    /// <summary>Bytes: what stands at an archive's end, with the longest comment, and how much of its directory is read.</summary>
    const int EndSize = 22, MaxEnd = EndSize + 65535, EntrySize = 46, LocalSize = 30, MaxDirectory = 1 << 18;

    public static bool IsZip(ModelFile file) => file.Head.StartsWith("PK\u0003\u0004"u8);

    /// <summary>The first few thousand names, in the file's order; none of what is no archive.</summary>
    public static IReadOnlyList<string> Of(ModelFile file)
    {
        var names = new List<string>();
        if (IsZip(file) && First(file.Head) is { Length: > 0 } first)
            names.Add(first);
        byte[] end = new byte[(int)Math.Min(MaxEnd, file.Length)];
        int read = file.Read(file.Length - end.Length, end), at = end.AsSpan(0, read).LastIndexOf("PK\u0005\u0006"u8);
        if (names.Count == 0 || at < 0 || at + EndSize > read)
            return names;
        byte[] directory = new byte[(int)Math.Min(MaxDirectory, BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(at + 12)))];
        read = file.Read(BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(at + 16)), directory);
        for (int entry = 0; entry + EntrySize <= read && directory.AsSpan(entry).StartsWith("PK\u0001\u0002"u8);)
        {
            int length = Word(28), more = Word(30) + Word(32);
            if (entry + EntrySize + length > read)
                break;
            names.Add(Encoding.UTF8.GetString(directory, entry + EntrySize, length));
            entry += EntrySize + length + more;

            int Word(int field) => BinaryPrimitives.ReadUInt16LittleEndian(directory.AsSpan(entry + field));
        }

        return [.. names.Distinct()];
    }

    static string First(ReadOnlySpan<byte> head)
    {
        int length = head.Length < LocalSize ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(head[26..]);
        return length > 0 && head.Length >= LocalSize + length ? Encoding.UTF8.GetString(head.Slice(LocalSize, length)) : "";
    }
}
