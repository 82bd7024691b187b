using System.Globalization;
using System.Text;

namespace PumpMonitor.Views;

/// <summary>Composes UTF-8 in one reused buffer and writes it to the terminal in one go: no flicker and no garbage.</summary>
public sealed class TextScreen
{
    public const string Red = "\e[1;97;41m", Yellow = "\e[33m", Green = "\e[32m", Dim = "\e[2m", Plain = "\e[0m";

    const string Eighths = "▏▎▍▌▋▊▉█";

    readonly Stream _output;
    readonly byte[] _buffer = new byte[32 * 1024];
    int _length;

    /// <param name="output">The terminal, if not another.</param>
    public TextScreen(Stream? output = null)
    {
        _output = output ?? Console.OpenStandardOutput();
        // The runtime makes a few objects when it first formats a number; here they are not in the loop.
        Number(0.5f, 1, "F1");
        _length = 0;
    }

    public TextScreen Text(ReadOnlySpan<char> text)
    {
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
        return this;
    }

    /// <summary>Text, right-aligned in <paramref name="width"/>.</summary>
    public TextScreen Right(ReadOnlySpan<char> text, int width)
    {
        for (int i = text.Length; i < width; i++) Text(" ");
        return Text(text);
    }

    /// <summary>A number, right-aligned in <paramref name="width"/>.</summary>
    public TextScreen Number(float value, int width, string format)
    {
        Span<byte> digits = stackalloc byte[32];
        value.TryFormat(digits, out int count, format, CultureInfo.InvariantCulture);
        for (int i = count; i < width; i++) Text(" ");
        digits[..count].CopyTo(_buffer.AsSpan(_length));
        _length += count;
        return this;
    }

    /// <summary>A bar of <paramref name="share"/> of <paramref name="width"/> cells, in eighths of a cell.</summary>
    public TextScreen Bar(float share, int width)
    {
        int eighths = (int)(Math.Clamp(share, 0, 1) * width * 8 + 0.5f);
        int full = eighths / 8, rest = eighths % 8;
        for (int i = 0; i < width; i++)
        {
            if (i < full) Text("█");
            else if (i == full && rest > 0) Text(Eighths.AsSpan(rest - 1, 1));
            else Text("·");
        }
        return this;
    }

    /// <summary>Ends the line and wipes what an earlier frame left to its right.</summary>
    public TextScreen Line() => Text("\e[K\n");

    public void Flush()
    {
        _output.Write(_buffer.AsSpan(0, _length));
        _output.Flush();
        _length = 0;
    }
}
