using System.Globalization;
using System.Text;
using EdgeLstm.Generator.Diagnostics;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>Reads a user's .csv files into series. A blank cell and words such as nan are missing values; text where a number has to be is an error that names the place.</summary>
sealed class SeriesReader
{
    readonly CsvSettings settings;
    readonly Dictionary<(string File, string Group), Series> series = [];
    readonly Dictionary<string, string> units = [];
    readonly TimeColumn? times;
    string[]? features;

    SeriesReader(CsvSettings settings)
    {
        this.settings = settings;
        times = settings.Time is null ? null : new(settings.Time, settings.TimeFormat);
    }

    public IReadOnlyList<Series> Series => [.. series.Values];

    /// <summary>The features' names.</summary>
    public IReadOnlyList<string> Features => features!;

    /// <summary>For the user.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What stands in brackets behind the name of <paramref name="column"/>.</summary>
    public string Unit(string column) => units.GetValueOrDefault(column, "");

    public static SeriesReader Read(IReadOnlyList<string> paths, CsvSettings settings)
    {
        var reader = new SeriesReader(settings);
        foreach (string path in paths)
        {
            using var text = new StreamReader(InputFile.Open(path), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            try
            {
                reader.Read(new CsvReader(text), path);
            }
            catch (ModelException e)
            {
                throw e.In(path);
            }
        }

        if (reader.times?.Settle() is { } note)
            reader.Notes.Add(note);
        int reordered = reader.series.Values.Count(each => each.Sort());
        if (reordered > 0)
            reader.Notes.Add($"{reordered} group{(reordered == 1 ? " was" : "s were")} not in the order of '{settings.Time}' and {(reordered == 1 ? "has" : "have")} been sorted");
        return reader;
    }

    void Read(CsvReader reader, string path)
    {
        if (!reader.Read() || reader.IsBlank)
            throw Bad("an empty first line", "a header of column names", "write the columns' names on the first line");
        ColumnTitle[] titles = [.. Enumerable.Range(0, reader.Fields).Select(i => ColumnTitle.Of(reader[i].ToString()))];
        string[] header = [.. titles.Select(title => title.Name)];
        foreach (var title in titles.Where(title => title.Unit.Length > 0))
            units.TryAdd(title.Name, title.Unit);
        int[] targets = [.. settings.Targets.Select(target => Optional(header, target.Column, "--target"))];
        int group = Optional(header, settings.Group, "--group"), time = Optional(header, settings.Time, "--time");
        int[] columns = FeatureColumns(header, [.. targets, group, time]);
        int before = series.Values.Sum(each => each.Rows.Count);
        while (reader.Read())
        {
            if (reader.IsBlank)
                continue;
            if (reader.Fields != header.Length)
                throw Bad($"{reader.Fields} fields on line {reader.Line}", $"{header.Length} as in the header", "complete the row; text with a comma in it needs quotes");
            string key = group < 0 ? "" : reader[group].Trim().ToString();
            if (!series.TryGetValue((path, key), out var into))
                series[(path, key)] = into = new(path, key);
            into.Rows.Add([.. columns.Select(column => Number(reader, column, header))]);
            into.Targets.Add([.. targets.Select(target => Cell(reader, target))]);
            if (time >= 0)
                times!.Add(reader[time].Trim(), path, reader.Line, into.Times);
        }

        if (series.Values.Sum(each => each.Rows.Count) == before)
            throw Bad("a header and no rows", "one row per sample", "add the samples");
    }

    /// <summary>The feature columns of this file, in the first file's order.</summary>
    int[] FeatureColumns(string[] header, int[] others)
    {
        // A forecast learns from the target's past.
        if (settings.Task == TaskKind.Forecast)
            others = others[1..];
        int[] excluded = [.. settings.Excluded.Select(name => Find(header, name, "--exclude"))];
        features ??= settings.Features.Count > 0 ? [.. settings.Features]
            : [.. header.Where((_, column) => !others.Contains(column) && !excluded.Contains(column))];
        if (features.Length == 0)
            throw Bad($"no column besides those of --target, --group{(excluded.Length > 0 ? ", --time and --exclude" : " and --time")}", "one feature at least", "add the sensors' columns");
        return [.. features.Select(name => Find(header, name, "the features"))];
    }

    static string Cell(CsvReader reader, int column) => column < 0 || MissingValue.Is(reader[column].Trim()) ? "" : reader[column].Trim().ToString();

    static int Optional(string[] header, string? name, string option) => name is null ? -1 : Find(header, name, option);

    static int Find(string[] header, string name, string what)
    {
        int found = Array.IndexOf(header, name);
        if (found < 0)
            throw Bad($"no column '{name}' of {what} among {string.Join(", ", header.Take(12).Select(column => $"'{column}'"))}{(header.Length > 12 ? $" and {header.Length - 12} more" : "")}",
                $"a column '{name}'",
                header.Length == 1 && header[0].AsSpan().IndexOfAny(";\t") >= 0 ? "separate the columns with commas" : "correct the option or the file's header");
        return Array.IndexOf(header, name, found + 1) < 0 ? found : throw Bad($"column '{name}' twice", "it once", "rename one of them");
    }

    static double Number(CsvReader reader, int column, string[] header)
    {
        var cell = reader[column].Trim();
        if (MissingValue.Is(cell))
            return double.NaN;
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            return !double.IsFinite(value) ? double.NaN : Math.Abs(value) <= float.MaxValue ? value
                : throw Bad($"{cell} on line {reader.Line} in column '{header[column]}'", "a number in float32's range, ±3.4e38", "correct the cell");
        throw Bad($"'{(cell.Length > 40 ? $"{cell[..40]}…" : cell.ToString())}' on line {reader.Line} in column '{header[column]}'", "a number",
            TimeColumn.IsTime(cell) ? $"give --time \"{header[column]}\" if it says when a row was taken, or leave the column out with --exclude" : "correct the cell, leave the column out with --exclude, or name the columns to learn from with --features");
    }

    static ModelException Bad(string found, string expected, string remedy) => new(ErrorCatalogue.BadTrainingData, found, expected, remedy);
}
