using System.Text;
using System.Text.RegularExpressions;

namespace EdgeLstm.Quantize.Import.Foreign;

/// <summary>An array, with its type and shape where its header says them.</summary>
static partial class NumPyContent
{
    const int MaxHeader = 512;

    public static FileContent? Of(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']))
            return null;
        string header = Encoding.Latin1.GetString(head[..Math.Min(MaxHeader, head.Length)]);
        string type = Type().Match(header) is { Success: true } found ? found.Groups[1].Value : "";
        string shape = Shape().Match(header) is { Success: true } sizes
            ? $" of shape [{sizes.Groups[1].Value.Replace(" ", "").TrimEnd(',')}]" : "";
        return type.EndsWith('O')
            ? new("a NumPy array of Python objects (.npy), which is code",
                "where you trust its author: in Python, numpy.save(\"{0}\", numpy.stack(numpy.load(\"{0}\", allow_pickle=True)))")
            : new($"a NumPy array{shape} (.npy)",
                "it is data: give it with a model, as in 'edgelstm quantize MODEL -o MODEL.elstm --calibrate {0}'");
    }

    [GeneratedRegex(@"'descr': '([^']{1,16})'", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Type();

    [GeneratedRegex(@"'shape': \(([\d, ]{0,80})\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
