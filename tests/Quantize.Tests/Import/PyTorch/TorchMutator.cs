using System.Buffers.Binary;
using System.Text;

namespace EdgeLstm.Quantize.Tests.Import.PyTorch;

/// <summary>
/// Damages weight files: bytes of the whole; entries of an archive, whose checksums are right again; numbers and names of a pickle; numbers
/// and words of a header.
/// </summary>
sealed class TorchMutator(Random random)
{
    static readonly long[] Integers = [0, 1, 2, 3, 4, 5, -1, 15, 20, 60, 255, 65536, int.MaxValue, 1L << 32, 1L << 40, long.MaxValue,
        long.MinValue];

    static readonly string[] Words = ["weight", "bias", "weight_ih_l0", "weight_hh_l0", "weight_hh_l1", "weight_ih_l0_reverse",
        "weight_hr_l0", "running_mean", "storage",
        "FloatStorage", "HalfStorage", "LongStorage", "collections", "OrderedDict", "posix", "system", "torch", "module.", "0", "F16",
        "F64", "I8", "dtype", "shape"];

    public byte[] Mutate(byte[] original)
    {
        if (random.Next(4) == 0)
            return Bytes(original);
        if (original is [(byte)'P', (byte)'K', ..])
            return Archive(original);
        return original[0] == 0x80 ? Pickle(original) : Header(original);
    }

    byte[] Bytes(byte[] original)
    {
        byte[] bytes = [.. original];
        if (random.Next(3) == 0)
            return bytes[..random.Next(bytes.Length)];
        for (int i = random.Next(1, 8); i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    byte[] Archive(byte[] original)
    {
        var entries = TorchBytes.Unzip(original);
        int pickle = entries.FindIndex(entry => entry.Name.EndsWith("data.pkl", StringComparison.Ordinal)),
            other = random.Next(entries.Count);
        switch (random.Next(8))
        {
            case 0:
                entries.RemoveAt(other);
                break;
            case 1:
                entries.Add(entries[other]);
                break;
            case 2:
                entries[other] = (entries[other].Name, Bytes([0, .. entries[other].Bytes]));
                break;
            default:
                for (int i = random.Next(1, 3); i > 0; i--)
                    entries[pickle] = (entries[pickle].Name, Pickle(entries[pickle].Bytes));
                break;
        }

        return TorchBytes.Zip(entries);
    }

    /// <summary>A small number becomes another, a word another of its length or not, or an operation another one.</summary>
    byte[] Pickle(byte[] original)
    {
        if (original.Length == 0) // cut off before
            return original;
        int[] numbers = [.. Places(original, (byte)'K')], words = [.. Places(original, (byte)'X')];
        switch (random.Next(4))
        {
            case 0 when numbers.Length > 0:
                int at = numbers[random.Next(numbers.Length)];
                return [.. original[..at], .. TorchBytes.Int(Pick(Integers)), .. original[Math.Min(original.Length, at + 2)..]];
            case 1 when words.Length > 0:
                int word = words[random.Next(words.Length)];
                if (word + 5 > original.Length)
                    return Bytes(original);
                uint length = BinaryPrimitives.ReadUInt32LittleEndian(original.AsSpan(word + 1));
                int end = (int)Math.Min(original.Length, word + 5 + (long)length);
                string text = Encoding.UTF8.GetString(original.AsSpan(word + 5, end - word - 5));
                int dot = text.LastIndexOf('.');
                return [.. original[..word], .. TorchBytes.Text(text[..(dot + 1)] + Pick(Words)), .. original[end..]];
            case 2:
                byte[] bytes = [.. original];
                bytes[random.Next(bytes.Length)] = (byte)"()tRQquU}]eabsKMJXhr\x85\x86\x87\x88\x8A."[random.Next(26)];
                return bytes;
            default:
                return Bytes(original);
        }
    }

    static IEnumerable<int> Places(byte[] bytes, byte opcode) => Enumerable.Range(0, bytes.Length).Where(at => bytes[at] == opcode);

    byte[] Header(byte[] original)
    {
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(original);
        string text = Encoding.UTF8.GetString(original.AsSpan(8, length));
        int[] digits = [.. Enumerable.Range(1, text.Length - 1).Where(i => char.IsDigit(text[i]) && text[i - 1] is '[' or ',')];
        int at = digits[random.Next(digits.Length)], end = at;
        while (char.IsDigit(text[end]))
            end++;
        string changed = random.Next(2) == 0 ? text[..at] + Pick(Integers) + text[end..] : text.Replace(Pick(Words), Pick(Words));
        return TorchBytes.Safetensors(changed, original[(8 + length)..]);
    }

    T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
