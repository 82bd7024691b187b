namespace EdgeLstm.Quantize.Import;

/// <summary>
/// Python writes NaN, Infinity and -Infinity into JSON, which has no such values. As texts they can be read, and told by name where a
/// number is wanted.
/// </summary>
static class NotNumbers
{
    static readonly byte[][] Words = ["NaN"u8.ToArray(), "-Infinity"u8.ToArray(), "Infinity"u8.ToArray()];

    /// <summary>The same JSON with those words in quotes; null where there are none.</summary>
    public static byte[]? Quoted(ReadOnlySpan<byte> json)
    {
        var quoted = new List<byte>(json.Length);
        bool found = false, inText = false;
        for (int at = 0; at < json.Length; at++)
        {
            byte next = json[at];
            if (inText && next == '\\' && at + 1 < json.Length)
            {
                quoted.Add(next);
                quoted.Add(json[++at]);
                continue;
            }

            inText ^= next == '"';
            if (!inText && next is (byte)'N' or (byte)'I' or (byte)'-' && Word(json[at..]) is { } word)
            {
                quoted.AddRange([(byte)'"', .. word, (byte)'"']);
                at += word.Length - 1;
                found = true;
            }
            else
                quoted.Add(next);
        }

        return found ? [.. quoted] : null;
    }

    static byte[]? Word(ReadOnlySpan<byte> json)
    {
        foreach (byte[] word in Words)
            if (json.StartsWith(word))
                return word;
        return null;
    }
}
