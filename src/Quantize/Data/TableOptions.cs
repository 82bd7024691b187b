using System.Globalization;
using EdgeLstm.Generator.Model;

namespace EdgeLstm.Quantize.Data;

/// <summary>What a user says of a table's rows; null is what the model says.</summary>
/// <param name="Group">The column that tells one machine from another.</param>
/// <param name="Time">The column in whose order a machine's samples come.</param>
/// <param name="TimeFormat">How the times are written, as .NET has it; null: as the column itself tells.</param>
/// <param name="Window">Samples in a window.</param>
/// <param name="Stride">Samples from one window's start to the next one's.</param>
public sealed record TableOptions(
    string? Group = null, string? Time = null, string? TimeFormat = null, int? Window = null, int? Stride = null)
{
    /// <summary>Nothing.</summary>
    internal static TableOptions None { get; } = new();

    /// <summary>A calibration over more says no more, and takes hours.</summary>
    internal const long CalibrationSamples = 2_000_000;

    /// <summary>
    /// For a model of which <paramref name="rules"/> say how it was trained, and which declares a window of <paramref name="declared"/>
    /// samples.
    /// </summary>
    /// <param name="rules">As the trainer left them in the model.</param>
    /// <param name="declared">Samples of the window that the graph declares; null: it declares none.</param>
    /// <param name="streams">Whether the rows are wanted as streams, whatever the model was trained on.</param>
    /// <param name="maxSamples">Of all windows together, where the user leaves the stride to the tool.</param>
    internal TableRules For(DataRules rules, int? declared, bool streams = false, long maxSamples = long.MaxValue) => new(
        Group ?? Named(rules.Group), Time ?? Named(rules.Time), streams ? null : Window ?? declared ?? rules.WindowOr(null))
    {
        TimeFormat = TimeFormat,
        Stride = Stride,
        MaxSamples = maxSamples,
        MayLackGroup = Group is null,
        MayLackTime = Time is null,
        IsModelsWindow = Window is null,
    };

    /// <summary>
    /// The options as a user gives them, each word as <paramref name="quote"/> has it; with a space in front, where there are any.
    /// </summary>
    internal string Text(Func<string, string> quote)
    {
        (string Name, string? Value)[] given = [("--group", Group), ("--time", Time), ("--time-format", TimeFormat),
            ("--window", Number(Window)), ("--stride", Number(Stride))];
        return string.Concat(given.Where(option => option.Value is not null).Select(option => $" {option.Name} {quote(option.Value!)}"));

        static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
    }

    static string? Named(string column) => column.Length == 0 ? null : column;
}
