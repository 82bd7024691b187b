using System.Buffers.Binary;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>
/// What an HDF5 file's bytes are looked through for before the reader of the format sees them. It would follow links to other files
/// wherever they lead, to a pipe that never answers for one, and take as much memory as a damaged heap asks for; it cannot be told not to.
/// What looks like one of these and is none would take a run of bytes that agree in all of their fields.
/// </summary>
static class Hdf5Bytes
{
    const byte LinkVersion = 1, ExternalLink = 64;

    /// <summary>Bits of a link's flags: how wide its name's length is, and which fields it has.</summary>
    const int LengthBits = 3, HasOrder = 4, HasType = 8, HasCharacterSet = 16, Reserved = 0xE0;

    /// <summary>Longer names are nobody's, and would only make more bytes look like a link.</summary>
    const int MaxName = 4096;

    /// <summary>Whether a heap says that it is larger than the file: of names (HEAP) or of texts (GCOL).</summary>
    public static bool HasHugeHeap(ReadOnlySpan<byte> file) => HasHuge(file, "HEAP"u8) || HasHuge(file, "GCOL"u8);

    /// <summary>Signature, version, three bytes, and the size.</summary>
    static bool HasHuge(ReadOnlySpan<byte> file, ReadOnlySpan<byte> signature)
    {
        for (int at = 0; at + 16 <= file.Length; at += signature.Length)
        {
            int next = file[at..].IndexOf(signature);
            if (next < 0 || (at += next) + 16 > file.Length)
                return false;
            if (BinaryPrimitives.ReadUInt64LittleEndian(file[(at + 8)..]) > (ulong)file.Length)
                return true;
        }

        return false;
    }

    /// <summary>What leads out, as a message says it; null where nothing does.</summary>
    public static string? LeadingOut(ReadOnlySpan<byte> file)
    {
        for (int at = 0; at + 8 < file.Length; at++)
        {
            // Both messages begin with 1.
            int next = file[at..].IndexOf(LinkVersion);
            if (next < 0)
                return null;
            at += next;
            if (IsExternalLink(file[at..]))
                return "a link to another file";
            if (IsExternalData(file, at))
                return "weights that are kept in another file";
        }

        return null;
    }

    /// <summary>
    /// Version, flags, type, creation order, character set, the name's length, the name; then what an external link
    /// says.
    /// </summary>
    static bool IsExternalLink(ReadOnlySpan<byte> link)
    {
        if (link.Length < 8 || (link[1] & HasType) == 0 || (link[1] & Reserved) != 0 || link[2] != ExternalLink)
            return false;
        int flags = link[1], at = 3 + ((flags & HasOrder) != 0 ? 8 : 0) + ((flags & HasCharacterSet) != 0 ? 1 : 0);
        int width = 1 << (flags & LengthBits);
        if (link.Length < at + width)
            return false;
        ulong length = 0;
        for (int i = width - 1; i >= 0; i--)
            length = length << 8 | link[at + i];
        at += width;
        if (length is 0 or > MaxName || link.Length < at + (int)length + 3)
            return false;
        var name = link.Slice(at, (int)length);
        var target = link[(at + (int)length)..];
        int size = BinaryPrimitives.ReadUInt16LittleEndian(target);
        // Version and flags are 0; the file's name and the object's follow, each with a zero behind it.
        return !name.ContainsAnyInRange((byte)0, (byte)31) && size >= 5 && target.Length >= 2 + size && target[2] == 0
            && target.Slice(3, size - 1).IndexOf((byte)0) is > 0 and var end && target.Slice(3 + end + 1, size - end - 2).Contains((byte)0);
    }

    /// <summary>Version 1, three zeros, how many slots there are and are used, and where a heap of names is.</summary>
    static bool IsExternalData(ReadOnlySpan<byte> file, int at)
    {
        var message = file[at..];
        if (message.Length < 16 || message[1] != 0 || message[2] != 0 || message[3] != 0)
            return false;
        int slots = BinaryPrimitives.ReadUInt16LittleEndian(message[4..]), used = BinaryPrimitives.ReadUInt16LittleEndian(message[6..]);
        ulong heap = BinaryPrimitives.ReadUInt64LittleEndian(message[8..]);
        return used > 0 && used <= slots && heap <= (ulong)file.Length - 4 && file[(int)heap..].StartsWith("HEAP"u8);
    }
}
