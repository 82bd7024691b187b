namespace EdgeLstm.Quantize.Import;

/// <summary>Some editors write it in front of UTF-8. It says nothing, and JSON does not have it.</summary>
static class ByteOrderMark
{
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? text[3..] : text;
}
