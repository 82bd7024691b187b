using System.Buffers.Binary;
using System.Text;

namespace EdgeLstm.Quantize.Import.PyTorch;

/// <summary>Tells files of PyTorch's weights from others by their content.</summary>
static class PyTorchSignature
{
    /// <summary>Where an archive's end is looked through for the names in it.</summary>
    const int TailSize = 64 << 10;

    const int LocalNameLengthAt = 26, LocalNameAt = 30, EntryNameLengthAt = 28, EntryNameAt = 46;

    /// <summary>The number that torch.save began its files with, as pickle writes a long: in front of it its length, ten bytes.</summary>
    static ReadOnlySpan<byte> Magic => [0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    public static TorchFileKind Of(ModelFile file)
    {
        var head = file.Head;
        if (head.StartsWith("PK\u0003\u0004"u8))
            return IsPickle(Name(head, LocalNameLengthAt, LocalNameAt)) || NamesPickle(file) ? TorchFileKind.Archive : TorchFileKind.None;
        // A frame may stand between the protocol and the number.
        if (head is [0x80, >= 2 and <= 5, ..])
            return head[2..Math.Min(head.Length, 32)].IndexOf(Magic) >= 0 ? TorchFileKind.Legacy : TorchFileKind.None;
        return head.Length > 10 && head[8..].StartsWith("{\""u8)
            && BinaryPrimitives.ReadUInt64LittleEndian(head) <= (ulong)(file.Length - 8)
            ? TorchFileKind.Safetensors : TorchFileKind.None;
    }

    /// <summary>TorchScript puts the numbers first, and other programs that pack a folder put what they like.</summary>
    static bool NamesPickle(ModelFile file)
    {
        var tail = new byte[(int)Math.Min(TailSize, file.Length)];
        var rest = tail.AsSpan(0, file.Read(file.Length - tail.Length, tail));
        for (int at; (at = rest.IndexOf("PK\u0001\u0002"u8)) >= 0; rest = rest[1..])
        {
            rest = rest[at..];
            if (IsPickle(Name(rest, EntryNameLengthAt, EntryNameAt)))
                return true;
        }

        return false;
    }

    static bool IsPickle(string name) => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal);

    static string Name(ReadOnlySpan<byte> record, int lengthAt, int nameAt)
    {
        if (record.Length < nameAt)
            return "";
        int length = BinaryPrimitives.ReadUInt16LittleEndian(record[lengthAt..]);
        return Encoding.UTF8.GetString(record[nameAt..Math.Min(record.Length, nameAt + length)]);
    }
}
