using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>
/// Tells Keras's files by their first bytes; a zip archive by the names of what it holds, which stand at its end, or, where that is cut
/// off, by the first of them.
/// </summary>
static class KerasSignature
{
    public const string Config = "config.json", Metadata = "metadata.json", Weights = "model.weights.h5";

    static readonly string[] Own = [Config, Metadata, Weights];

    /// <summary>
    /// Bytes: what stands at an archive's end and how much of that is looked at, with the longest comment that there may
    /// be.
    /// </summary>
    const int EndSize = 22, MaxEnd = EndSize + 65535, EntrySize = 46, LocalSize = 30, MaxDirectory = 1 << 16;

    public static KerasKind Of(ModelFile file) => file.Head.StartsWith(Hdf5File.Signature) ? KerasKind.Hdf5
        : file.Head.StartsWith("PK\u0003\u0004"u8) ? IsArchive(file) ? KerasKind.Archive : KerasKind.None
        : IsArchitecture(file.Head) ? KerasKind.Json : KerasKind.None;

    static bool IsArchive(ModelFile file)
    {
        var head = file.Head;
        int length = head.Length < LocalSize ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(head[26..]);
        if (length > 0 && head.Length >= LocalSize + length && Own.Contains(Encoding.UTF8.GetString(head.Slice(LocalSize, length))))
            return true;
        var names = Names(file);
        return names.Contains(Config) && (names.Contains(Weights) || names.Contains(Metadata));
    }

    /// <summary>The first few hundred names in an archive's directory.</summary>
    static HashSet<string> Names(ModelFile file)
    {
        var names = new HashSet<string>();
        byte[] end = new byte[(int)Math.Min(MaxEnd, file.Length)];
        int read = file.Read(file.Length - end.Length, end), at = end.AsSpan(0, read).LastIndexOf("PK\u0005\u0006"u8);
        if (at < 0 || at + EndSize > read)
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

        return names;
    }

    /// <summary>An object that has class_name and config; other entries may stand around them.</summary>
    static bool IsArchitecture(ReadOnlySpan<byte> head)
    {
        var text = ByteOrderMark.Skip(head);
        if (text.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
            return false;
        ReadOnlySpan<byte> quoted = NotNumbers.Quoted(text) is { } words ? words : text;
        var json = new Utf8JsonReader(quoted, isFinalBlock: false, new(new() { MaxDepth = KerasJson.MaxDepth }));
        bool named = false, configured = false;
        try
        {
            while (!(named && configured) && json.Read())
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1)
                {
                    named |= json.ValueTextEquals("class_name"u8);
                    configured |= json.ValueTextEquals("config"u8);
                }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or cut off.
        }

        return named && configured;
    }
}
