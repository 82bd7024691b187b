using System.Globalization;

namespace PumpMonitor.Commands;

/// <summary>Options after the verb, taken one by one; what is left at the end is an error, so that a typo is never ignored.</summary>
public sealed class Arguments(IEnumerable<string> words)
{
    private readonly List<string> _words = [.. words];

    public bool Flag(string name) => _words.Remove(name);

    public string Text(string name, string otherwise)
    {
        int at = _words.IndexOf(name);
        if (at < 0) return otherwise;
        if (at + 1 == _words.Count) throw new UsageException($"{name} needs a value");
        string value = _words[at + 1];
        _words.RemoveRange(at, 2);
        return value;
    }

    public int Int(string name, int otherwise)
    {
        string text = Text(name, otherwise.ToString(CultureInfo.InvariantCulture));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new UsageException($"{name} needs a whole number of 0 or more, found '{text}'");
    }

    public ulong Seed(int otherwise) => (ulong)Int("--seed", otherwise);

    public void Finish()
    {
        if (_words.Count > 0) throw new UsageException($"unknown option '{_words[0]}'");
    }
}
