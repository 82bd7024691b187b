using System.Globalization;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>
/// The classes of a column. Text that differs in capitals alone is one class, and so are 1 and 1.0. Of two classes the second is the
/// event: the one that the user names, 1 against 0, true against false, or else the
/// rarer one in the table.
/// </summary>
sealed class ClassLabels
{
    const int MaxClasses = 100;

    readonly Dictionary<string, int> _index;

    ClassLabels(string[] names, int[] counts, EventReason reason, IReadOnlyList<string> spellings)
    {
        (Names, Counts, Reason, Spellings) = (names, counts, reason, spellings);
        _index = names.Index().ToDictionary(name => Key(name.Item), name => name.Index);
    }

    /// <summary>Two classes with the event behind, or more in order.</summary>
    public string[] Names { get; }

    /// <summary>Samples of each.</summary>
    public int[] Counts { get; }

    public EventReason Reason { get; }

    /// <summary>Of each class that is written in several ways, those.</summary>
    public IReadOnlyList<string> Spellings { get; }

    /// <summary>
    /// Of the cells of one column that are not blank; <paramref name="positive"/> are the classes that the user calls events.
    /// </summary>
    public static ClassLabels Of(IEnumerable<string> cells, TableTarget target, IReadOnlyList<string> positive, string file)
    {
        string column = target.Column!;
        var found = cells.GroupBy(Key).Select(group => (Name: Name(group), Count: group.Count(), Spellings: group.Distinct().Order(StringComparer.Ordinal).ToArray())).ToList();
        found = found.TrueForAll(each => IsNumber(each.Name, out _)) ? [.. found.OrderBy(each => Number(each.Name))] : [.. found.OrderBy(each => each.Name, StringComparer.Ordinal)];
        if (found.Count is < 2 or > MaxClasses)
            throw new ModelException(ErrorCatalogue.OneClassOnly, $"{found.Count} class{(found.Count == 1 ? "" : "es")} in column '{column}'{(found.Count == 1 ? $", '{found[0].Name}'" : "")}",
                $"2 to {MaxClasses}", target.Task == TaskKind.Anomaly ? "leave out --target if all samples are normal" : "give data of every class, or --task regression for a number", file);
        var reason = EventReason.Tie;
        if (found.Count == 2)
        {
            (int second, reason) = Event([.. found.Select(each => each.Name)], [.. found.Select(each => each.Count)], column, positive, file);
            if (second == 0)
                found.Reverse();
        }

        return new([.. found.Select(each => each.Name)], [.. found.Select(each => each.Count)], reason, [.. found.Where(each => each.Spellings.Length > 1).Select(each => $"'{string.Join("', '", each.Spellings)}'")]);
    }

    /// <summary>Which class a cell is of; −1 where it is none of them.</summary>
    public int IndexOf(string cell) => _index.GetValueOrDefault(Key(cell), -1);

    /// <summary>Whether two texts are the same class.</summary>
    public static bool Same(string a, string b) => Key(a) == Key(b);

    static (int Second, EventReason Reason) Event(string[] names, int[] counts, string column, IReadOnlyList<string> positive, string file)
    {
        bool[] given = [.. names.Select(name => positive.Any(text => Same(text, name)))];
        if (given[0] && given[1])
            throw new ModelException(ErrorCatalogue.UnknownClass, $"both classes of column '{column}', '{names[0]}' and '{names[1]}', in --positive", "one of them", "name the class that is the event", file);
        if (given[0] || given[1])
            return (given[1] ? 1 : 0, EventReason.Given);
        bool[] zero = [.. names.Select(name => IsNumber(name, out double value) && value == 0)];
        if (names.All(name => IsNumber(name, out _)) && (zero[0] || zero[1]))
            return (zero[0] ? 1 : 0, EventReason.NotZero);
        if (bool.TryParse(names[0], out bool first) && bool.TryParse(names[1], out _))
            return (first ? 0 : 1, EventReason.True);
        return counts[0] == counts[1] ? (1, EventReason.Tie) : (counts[0] < counts[1] ? 0 : 1, EventReason.Rarer);
    }

    /// <summary>The spelling that is most frequent; numbers in their shortest.</summary>
    static string Name(IGrouping<string, string> group) => IsNumber(group.First(), out _) ? group.Key
        : group.GroupBy(cell => cell.Trim()).OrderByDescending(spelling => spelling.Count()).ThenBy(spelling => spelling.Key, StringComparer.Ordinal).First().Key;

    static string Key(string cell) => IsNumber(cell, out double value) ? (value == 0 ? 0 : value).ToString("R", CultureInfo.InvariantCulture) : cell.Trim().ToUpperInvariant();

    // Longer numbers are names: a double would make one of two.
    static bool IsNumber(string cell, out double value) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Math.Abs(value) < 1e15;

    static double Number(string name) => double.Parse(name, CultureInfo.InvariantCulture);
}
