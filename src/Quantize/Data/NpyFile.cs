using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// NumPy's .npy format, versions 1 to 3: magic, version, header length, header, values. Reads float32, float64, int32 and int64 in
/// row-major order and gives float32; writes float32.
/// </summary>
static class NpyFile
{
    const int LongestHeader = 1 << 20;
    const int Alignment = 64;

    static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static NpyArray Read(string path)
    {
        using var stream = InputFile.Open(path);
        try
        {
            return Read(stream);
        }
        catch (ModelException e)
        {
            throw e.In(path);
        }
    }

    /// <summary>Reads a seekable stream from its position to its end. Memory is taken only for bytes that are really there.</summary>
    public static NpyArray Read(Stream stream)
    {
        var header = NpyHeader.Parse(HeaderText(stream));
        long elements = 1;
        foreach (int dimension in header.Shape)
        {
            // Three dimensions below 2^31 can overflow a long only if a product already passed what any file holds.
            if (elements > Array.MaxLength)
                break;
            elements *= dimension;
        }

        long held = stream.Length - stream.Position;
        if (elements > Array.MaxLength || held != elements * header.BytesPerElement)
            throw new ModelException(ErrorCatalogue.BadNpy,
                $"{held} bytes of values for shape [{string.Join(',', header.Shape)}]",
                elements > Array.MaxLength ? $"at most {Array.MaxLength} values" : $"{elements * header.BytesPerElement} bytes",
                "the file is cut short or changed; save the array again");
        return new(header.Shape, NpyValues.Read(stream, header.Element, (int)elements));
    }

    /// <summary>Writes version 1.0, <c>&lt;f4</c>; <paramref name="path"/> is replaced only when every byte is written.</summary>
    public static void Write(string path, IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        using var file = AtomicFile.Create(path);
        Write(file.Stream, shape, values);
        file.Commit();
    }

    public static void Write(Stream stream, IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("values are written in the machine's byte order, which has to be little-endian");
        string tuple = shape.Count == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': {tuple}, }}";
        int prefix = Magic.Length + 2 + 2;
        // numpy pads so that the values begin on a 64-byte boundary and can be mapped.
        int padded = (prefix + header.Length + 1 + Alignment - 1) / Alignment * Alignment - prefix;
        Span<byte> lead = stackalloc byte[prefix];
        Magic.CopyTo(lead);
        lead[6] = 1;
        lead[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(lead[8..], (ushort)padded);
        stream.Write(lead);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(padded - 1) + "\n"));
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    static string HeaderText(Stream stream)
    {
        Span<byte> lead = stackalloc byte[12];
        if (stream.ReadAtLeast(lead[..8], 8, throwOnEndOfStream: false) < 8 || !lead[..6].SequenceEqual(Magic))
            throw Bad("no .npy signature", "a file written by numpy.save");
        int major = lead[6];
        if (major is < 1 or > 3)
            throw Bad($"format version {major}.{lead[7]}", "1.0, 2.0 or 3.0");
        int lengthBytes = major == 1 ? 2 : 4;
        if (stream.ReadAtLeast(lead.Slice(8, lengthBytes), lengthBytes, throwOnEndOfStream: false) < lengthBytes)
            throw Bad("a header cut short", "the header's length");
        uint length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lead[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(lead[8..]);
        if (length > LongestHeader || length > stream.Length - stream.Position)
            throw Bad($"a header of {length} bytes", $"at most {Math.Min(LongestHeader, stream.Length - stream.Position)} here");
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return (major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
    }

    static ModelException Bad(string found, string expected) =>
        new(ErrorCatalogue.BadNpy, found, expected, "save the array again with numpy.save");
}
