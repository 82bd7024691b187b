namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>
/// ONNX has no magic number. A file is taken for ONNX where it is a protobuf message up to its graph at least, with the fields of a
/// model: known ones in their own encoding, an <c>ir_version</c>, and a graph whose first field is one that graphs have. Weights are
/// skipped, not read: the graph may be cut short.
/// </summary>
static class OnnxSignature
{
    /// <summary>Models have some ten: the metadata in front of a graph that somebody wrote last.</summary>
    const int MaxFields = 256;

    /// <summary>A tag and a length, of ten bytes at most each.</summary>
    const int HeaderSize = 20;

    /// <summary>Of today's writers: 13.</summary>
    const int MaxVersion = 1000;

    const int Version = 1, Graph = 7;

    /// <summary>Protobuf's encodings: a number, eight bytes, a length and that many bytes, four bytes.</summary>
    const int Number = 0, Eight = 1, Delimited = 2, Four = 5;

    public static bool IsIn(ModelFile file)
    {
        bool hasVersion = false, hasGraph = false;
        long at = 0;
        Span<byte> header = stackalloc byte[HeaderSize];
        for (int k = 0; k < MaxFields && !(hasVersion && hasGraph); k++)
        {
            ReadOnlySpan<byte> rest = header[..file.Read(at, header)];
            int before = rest.Length;
            if (!Tag(ref rest, out ulong field, out int encoding) || field == 0 || Encoding(field) is { } own && own != encoding)
                return false;
            ulong value = 0;
            if (encoding is Number or Delimited && !Varint(ref rest, out value))
                return false;
            at += before - rest.Length;
            switch (encoding)
            {
                case Number when field == Version:
                    hasVersion = value is > 0 and <= MaxVersion;
                    if (!hasVersion)
                        return false;
                    break;
                case Number:
                    break;
                case Delimited:
                    if (value > long.MaxValue / 2 || field == Graph && !BeginsAsGraph(file, at, value))
                        return false;
                    hasGraph |= field == Graph;
                    at += (long)value;
                    break;
                case Eight or Four:
                    at += encoding == Eight ? 8 : 4;
                    break;
                default:
                    return false;
            }
        }

        return hasVersion && hasGraph;
    }

    /// <summary>All that a graph has are messages and texts, which have a length.</summary>
    static bool BeginsAsGraph(ModelFile file, long at, ulong length)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        ReadOnlySpan<byte> rest = header[..file.Read(at, header)];
        return Tag(ref rest, out ulong field, out int encoding) && encoding == Delimited && field is 1 or 2 or 5 or >= 10 and <= 16
            && Varint(ref rest, out ulong inner) && inner < length;
    }

    /// <summary>That of a model's field; null of one that is not known, which a later version of ONNX may add.</summary>
    static int? Encoding(ulong field) => field switch
    {
        Version or 5 => Number, // ir_version, model_version
        2 or 3 or 4 or 6 or Graph or 8 or 14 or 20 or 25 or 26 => Delimited,
        _ => null,
    };

    static bool Tag(ref ReadOnlySpan<byte> rest, out ulong field, out int encoding)
    {
        bool read = Varint(ref rest, out ulong tag);
        (field, encoding) = (tag >> 3, (int)(tag & 7));
        return read;
    }

    /// <summary>Seven bits a byte, the lowest first.</summary>
    static bool Varint(ref ReadOnlySpan<byte> rest, out ulong value)
    {
        value = 0;
        for (int k = 0; k < rest.Length && k < 10; k++)
        {
            value |= (ulong)(rest[k] & 0x7F) << (7 * k);
            if (rest[k] < 0x80)
            {
                rest = rest[(k + 1)..];
                return true;
            }
        }

        return false;
    }
}
