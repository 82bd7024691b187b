using System.Globalization;
using PumpMonitor.Simulation;

namespace PumpMonitor.Commands;

/// <summary>Options after the verb, taken one by one; what is left at the end is an error, so that a typo is never ignored.</summary>
public sealed class Arguments(IEnumerable<string> words)
{
    static readonly TimeSpan LongestTime = TimeSpan.FromDays(30);

    readonly List<string> _words = [.. words];

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

    /// <summary>A time such as 250ms, 2s, 10min, 1h or 1d; null where the option is not given.</summary>
    public TimeSpan? Time(string name)
    {
        string text = Text(name, "");
        if (text.Length == 0) return null;
        string number = text.TrimEnd([.. "abcdefghijklmnopqrstuvwxyz"]);
        double milliseconds = text[number.Length..] switch
        {
            "ms" => 1,
            "s" => 1000,
            "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => double.NaN,
        };
        bool isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        double time = isNumber ? value * milliseconds : double.NaN;
        return time >= 1 && time <= LongestTime.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(time)
            : throw new UsageException($"{name} needs a time from 1ms to {LongestTime.Days}d, as 250ms, 2s, 10min, 1h or 1d, found '{text}'");
    }

    /// <summary>A failure and the hour in which it begins, as accelerometer-dead@200.</summary>
    public (SensorFailure Failure, int From)? SensorFailure(string name)
    {
        string text = Text(name, "");
        if (text.Length == 0) return null;
        string[] parts = text.Split('@');
        bool hasHour = int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int hour) && hour > 1;
        foreach (SensorFailure failure in Enum.GetValues<SensorFailure>())
            if (hasHour && parts.Length == 2 && SensorFailures.Name(failure) == parts[0]) return (failure, hour - 1);

        string names = string.Join(", ", Enum.GetValues<SensorFailure>().Select(SensorFailures.Name));
        throw new UsageException(
            $"{name} needs FAILURE@HOUR with an hour of 2 or more, as accelerometer-dead@200, found '{text}'; failures: {names}");
    }

    public ulong Seed(int otherwise) => (ulong)Int("--seed", otherwise);

    public void Finish()
    {
        if (_words.Count > 0) throw new UsageException($"unknown option '{_words[0]}'");
    }
}
