namespace EdgeLstm.Quantize.Data;

/// <summary>
/// How many lines of text a file has at most, by its bytes: in every encoding that is read a line ends in a byte 10, or in files of old
/// Macs 13. Blank lines at the end are none.
/// </summary>
static class LineCount
{
    const int LongestEnd = 1 << 12;

    public static long Most(Stream file)
    {
        byte[] buffer = new byte[1 << 18];
        long feeds = 0, returns = 0;
        file.Position = 0;
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            feeds += buffer.AsSpan(0, read).Count((byte)'\n');
            returns += buffer.AsSpan(0, read).Count((byte)'\r');
        }

        file.Position = Math.Max(0, file.Length - LongestEnd);
        var end = buffer.AsSpan(0, file.ReadAtLeast(buffer.AsSpan(0, LongestEnd), LongestEnd, throwOnEndOfStream: false));
        end = end[(end.LastIndexOfAnyExcept("\n\r\0"u8) + 1)..];
        file.Position = 0;
        return (feeds > 0 ? feeds - end.Count((byte)'\n') : returns - end.Count((byte)'\r')) + 1;
    }
}
