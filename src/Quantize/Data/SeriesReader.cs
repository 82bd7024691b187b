using System.Globalization;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// Reads a user's tables into series, for every command: columns under a header of names, separated as <see cref="TableText"/> finds them,
/// with the file's own <see cref="DecimalMark"/>. A blank cell and words such as nan are missing values; text where a number has to be is
/// an error that names the place.
/// </summary>
sealed class SeriesReader
{
    /// <summary>Columns that `edgelstm run` writes into its own results; they say where a row belongs and are not data.</summary>
    const string WindowColumn = "window", StepColumn = "step";

    readonly TableColumns _settings;
    readonly Dictionary<(string File, string Group), Series> _series = [];
    readonly Dictionary<string, string> _units = [];
    TimeColumn? _times;
    DecimalMark _decimal = null!; // of the file that is read
    string[]? _features;

    SeriesReader(TableColumns settings) => _settings = settings;

    public IReadOnlyList<Series> Series => [.. _series.Values];

    /// <summary>The features' names.</summary>
    public IReadOnlyList<string> Features => _features!;

    /// <summary>The column that tells one series from another, or null.</summary>
    public string? Group { get; private set; }

    /// <summary>Whether the series are windows, which a column of the file tells: where it changes, a new one begins.</summary>
    public bool AreWindows { get; private set; }

    /// <summary>For the user.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What stands in brackets behind the name of <paramref name="column"/>.</summary>
    public string Unit(string column) => _units.GetValueOrDefault(column, "");

    public static SeriesReader Read(IReadOnlyList<string> paths, TableColumns settings)
    {
        var reader = new SeriesReader(settings);
        foreach (string path in paths)
        {
            using var text = TableText.Open(path);
            try
            {
                reader.Read(text, path);
            }
            catch (ModelException e)
            {
                throw e.In(path);
            }
        }

        return reader.Ordered();
    }

    /// <summary>A table that is in memory.</summary>
    public static SeriesReader Read(TextReader text, TableColumns settings)
    {
        var reader = new SeriesReader(settings);
        reader.Read(TableText.Of(text), "");
        return reader.Ordered();
    }

    SeriesReader Ordered()
    {
        if (_times?.Settle() is { } note)
            Notes.Add(note);
        int reordered = _series.Values.Count(each => each.Sort());
        if (reordered > 0)
            Notes.Add($"{reordered} group{(reordered == 1 ? " was" : "s were")} not in the order of '{_settings.Time}' and {(reordered == 1 ? "has" : "have")} been sorted");
        return this;
    }

    void Read(TableText text, string path)
    {
        var reader = text.Records();
        _decimal = new(ErrorId);
        if (!reader.Read() || reader.IsBlank)
            throw Bad("an empty first line", "a header of column names", "write the columns' names on the first line");
        var header = new TableHeader(reader);
        for (int column = 0; column < header.Count; column++)
            if (header.Units[column].Length > 0)
                _units.TryAdd(header.Names[column], header.Units[column]);
        int[] targets = [.. _settings.Targets.Select(target => target is null ? -1 : Find(header, target, "--target"))];
        int group = GroupColumn(header), time = Optional(header, _settings.Time, "--time", _settings.Model?.MayLackTime == true,
            "the rows are taken in the file's order");
        int[] columns = FeatureColumns(header, targets, group, time);
        Ignore(header, columns, group, time);

        int rows = 0, blanks = 0, window = 0;
        string? last = null;
        while (reader.Read())
        {
            // Blank lines at the end are an editor's; between rows they are a blank cell, where there is only one column.
            if (reader.IsBlank)
            {
                blanks++;
                continue;
            }

            if (blanks > 0 && (header.Count > 1 || group >= 0 || time >= 0))
                throw Bad($"a blank line before line {reader.Line}", $"{header.Count} fields", "remove the line, or the rows after it");
            if (reader.Fields != header.Count)
                throw Bad($"{reader.Fields} fields on line {reader.Line}", $"{header.Count} as in the header",
                    $"complete the row; the columns are separated by {text.SeparatorText}, and text with one in it needs quotes");
            string key = group < 0 ? "" : reader[group].Trim().ToString();
            if (AreWindows)
                (last, key) = (key, last is null || key == last ? Key(window) : Key(++window));
            if (!_series.TryGetValue((path, key), out var into))
                _series[(path, key)] = into = new(path, key);
            for (; blanks > 0; blanks--, rows++)
                into.Add([.. columns.Select(_ => double.NaN)], [.. targets.Select(_ => "")]);
            into.Add(
                [.. columns.Select(column => Number(reader, column, header))], [.. targets.Select(target => TargetCell(reader, target))]);
            if (time >= 0)
                _times!.Add(_decimal.Text(reader[time].Trim(), reader.Line), path, reader.Line, into.Times);
            rows++;
        }

        if (rows == 0)
            throw Bad("a header and no rows", "one row per sample", "add the samples");
        if (text.Separator != ',' || _decimal.Mark == ',')
            Notes.Add($"{(path.Length == 0 ? "the table" : Path.GetFileName(path))}: columns separated by {text.SeparatorText}"
                + (_decimal.Mark == ',' ? ", decimal commas" : ""));

        static string Key(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The user's, else the one that a file of windows has, else the model's.</summary>
    int GroupColumn(TableHeader header)
    {
        AreWindows = _settings.Model?.MayLackGroup == true && header.Has(WindowColumn) && !_settings.Features.Contains(WindowColumn);
        string? name = AreWindows ? WindowColumn : _settings.Group;
        int found = Optional(header, name, "--group", _settings.Model?.MayLackGroup == true, "the file is taken as one machine");
        Group = found < 0 || AreWindows ? null : name;
        return found;
    }

    /// <summary>The feature columns of this file, in the first file's order.</summary>
    int[] FeatureColumns(TableHeader header, int[] targets, int group, int time)
    {
        int[] excluded = [.. _settings.Excluded.Select(name => Find(header, name, "--exclude"))];
        int[] others = [.. _settings.TargetsAreFeatures ? [] : targets, group, time, .. excluded];
        _features ??= _settings.Features.Count > 0 || _settings.Model is not null ? [.. _settings.Features]
            : [.. header.Names.Where((_, column) => !others.Contains(column))];
        if (_features.Length == 0)
            throw Bad($"no column besides those of --target, --group{(excluded.Length > 0 ? ", --time and --exclude" : " and --time")}",
                "one feature at least", "add the sensors' columns");
        return [.. _features.Select(name => Find(header, name, _settings.Model is null ? "the features" : "the model's inputs"))];
    }

    /// <summary>A model's table may have more than it reads.</summary>
    void Ignore(TableHeader header, int[] columns, int group, int time)
    {
        if (_settings.Model is null)
            return;
        string[] unknown = [.. header.Names.Where((name, column) => !columns.Contains(column) && column != group && column != time
            && name is not (WindowColumn or StepColumn))];
        if (unknown.Length > 0)
            Notes.Add($"ignored {unknown.Length} column{(unknown.Length == 1 ? "" : "s")} that the model has no input for: {TableHeader.Listed(unknown)}");
    }

    int Optional(TableHeader header, string? name, string option, bool mayLack, string otherwise)
    {
        if (name is null)
            return -1;
        if (mayLack && !header.Has(name))
        {
            Notes.Add($"no column '{name}', which the model was trained with as {option}: {otherwise}");
            return -1;
        }

        if (option == "--time")
            _times ??= new(name, _settings.TimeFormat);
        return Find(header, name, option);
    }

    int Find(TableHeader header, string name, string wanted) =>
        header.Find(name, wanted, _settings.Model is null || wanted.StartsWith('-') ? "correct the option or the file's header"
        : "name the columns as 'edgelstm inspect MODEL' lists the inputs (files of Keras and PyTorch have no names: x_0, x_1, …), or say "
            + "'--units user' where they have the schema's names and units", ErrorId);

    string TargetCell(CsvReader reader, int column) => column < 0 || MissingValue.Is(reader[column].Trim()) ? ""
        : _decimal.Text(reader[column].Trim(), reader.Line);

    double Number(CsvReader reader, int column, TableHeader header)
    {
        var cell = reader[column].Trim();
        if (MissingValue.Infinity(cell) is { } infinity)
            return infinity;
        if (MissingValue.Is(cell))
            return double.NaN;
        string name = header.Names[column];
        if (_decimal.TryParse(cell, reader.Line, out double value))
            // 1e60 is a wrong number, not an infinite one.
            return Math.Abs(value) <= float.MaxValue || double.IsNaN(value) ? value
                : throw Bad($"{cell} on line {reader.Line} in column '{name}'", "a number in float32's range, ±3.4e38", "correct the cell");
        throw Bad($"'{(cell.Length > 40 ? $"{cell[..40]}…" : cell.ToString())}' on line {reader.Line} in column '{name}'", "a number",
            _settings.Model is not null ? "correct the cell, or leave it blank where there is no value"
            : TimeColumn.IsTime(cell) ? $"give --time \"{name}\" if it says when a row was taken, or leave the column out with --exclude"
            : "correct the cell, leave the column out with --exclude, or name the columns to learn from with --features");
    }

    string ErrorId => _settings.Model is null ? ErrorCatalogue.BadTrainingData : ErrorCatalogue.BadCsv;

    ModelException Bad(string found, string expected, string remedy) => new(ErrorId, found, expected, remedy);
}
