using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace EdgeLstm.Quantize.Import;

/// <summary>What a text that nobody reads is.</summary>
static class FileText
{
    /// <summary>Bytes that have to be text for a file to be called so, and characters of it that are shown.</summary>
    const int Sample = 256, Shown = 24;

    /// <summary>Null of what is no text in UTF-8.</summary>
    public static FileContent? Of(ReadOnlySpan<byte> head)
    {
        var bytes = ByteOrderMark.Skip(head);
        var sample = bytes[..Math.Min(Sample, bytes.Length)];
        var characters = new char[Sample];
        // The sample may end inside of a character, which is no error.
        var status = Utf8.ToUtf16(sample, characters, out _, out int count, replaceInvalidSequences: false, isFinalBlock: false);
        if (status == OperationStatus.InvalidData
            || sample.ContainsAnyInRange((byte)0, (byte)8) || sample.ContainsAnyInRange((byte)14, (byte)31))
            return null;
        string text = new string(characters, 0, count).Trim();
        if (text.Length == 0)
            return new("blank text", FileContent.Copy);
        if (text[0] == '<' && text.Contains("<html", StringComparison.OrdinalIgnoreCase))
            return new("a web page (HTML)", FileContent.Copy);
        if (Json(bytes) is (true, var name))
            return new(name is null ? "JSON" : $"JSON whose first entry is '{name.Short()}'", FileContent.Export);
        string line = text.Split('\r', '\n')[0];
        return new($"text that begins with '{(line.Length <= Shown ? line : line[..Shown] + "…")}'", FileContent.Export);
    }

    /// <summary>Whether it begins as JSON does, with an object or a list, and the name of an object's first entry.</summary>
    static (bool IsJson, string? Name) Json(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text, isFinalBlock: false, state: default);
        try
        {
            bool begins = json.Read() && json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && json.Read();
            return (begins, begins && json.TokenType == JsonTokenType.PropertyName ? json.GetString() : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (false, null);
        }
    }
}
