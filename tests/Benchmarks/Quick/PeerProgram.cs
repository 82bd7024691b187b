using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeLstm.Benchmarks.Quick;

/// <summary>
/// A program outside of this repository that times the same sizes with another library and prints a line for each,
/// <c>I_H min NS med NS</c>: inputs, units, and the shortest and the median time of a step in nanoseconds.
/// </summary>
sealed partial class PeerProgram
{
    public const string Variable = "EDGELSTM_PEER", NameVariable = "EDGELSTM_PEER_NAME";

    readonly string _path;
    readonly Dictionary<string, List<(double Median, double Minimum)>> _rounds = [];

    PeerProgram(string path) => _path = path;

    public static PeerProgram? Instance { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? new(path) : null;

    public static string Name { get; } =
        Environment.GetEnvironmentVariable(NameVariable) is { Length: > 0 } name ? name : "RTNeural";

    /// <summary>One run of the program, and so one round of every size that it knows.</summary>
    public void Round()
    {
        using var process = Process.Start(new ProcessStartInfo(_path) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var lines = Line().Matches(text);
        if (process.ExitCode != 0 || lines.Count == 0)
            throw new InvalidOperationException($"{_path} ended with {process.ExitCode} and printed {text.Length} characters, expected 0 and lines like '14_64 min 1050.0 med 1081.0'.");
        foreach (Match line in lines)
        {
            if (!_rounds.TryGetValue(line.Groups[1].Value, out var times))
                _rounds.Add(line.Groups[1].Value, times = []);
            times.Add((Number(line.Groups[3]), Number(line.Groups[2])));
        }
    }

    /// <summary>What the program said of a size, or null.</summary>
    public Timing? Timing(string key) => _rounds.TryGetValue(key, out var times)
        ? new(Statistics.Median(times.Select(t => t.Median)), times.Min(t => t.Minimum)) : null;

    static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d+(?:_\d+)+) min ([\d.]+) med ([\d.]+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
