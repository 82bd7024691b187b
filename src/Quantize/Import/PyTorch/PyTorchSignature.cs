using System.Buffers.Binary;

namespace EdgeLstm.Quantize.Import.PyTorch;

/// <summary>Tells files of PyTorch's weights from others by their content.</summary>
static class PyTorchSignature
{
    /// <summary>The number that torch.save began its files with, as pickle writes a long: in front of it its length, ten bytes.</summary>
    static ReadOnlySpan<byte> Magic => [0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    public static TorchFileKind Of(ModelFile file)
    {
        var head = file.Head;
        // TorchScript puts the numbers first, and other programs that pack a folder put what they like.
        if (ZipNames.IsZip(file))
            return ZipNames.Of(file).Any(IsPickle) ? TorchFileKind.Archive : TorchFileKind.None;
        // A frame may stand between the protocol and the number.
        if (head is [0x80, >= 2 and <= 5, ..])
            return head[2..Math.Min(head.Length, 32)].IndexOf(Magic) >= 0 ? TorchFileKind.Legacy : TorchFileKind.None;
        return head.Length > 10 && head[8..].StartsWith("{\""u8)
            && BinaryPrimitives.ReadUInt64LittleEndian(head) <= (ulong)(file.Length - 8)
            ? TorchFileKind.Safetensors : TorchFileKind.None;
    }

    static bool IsPickle(string name) => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal);
}
