using System.Globalization;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// Reads a user's tables into series, for every command: columns under a header of names, with the file's own <see cref="DecimalMark"/>.
/// A blank cell and words such as nan are missing values; text where a number has to be is an error that names the place, unless the whole
/// column is text: <see cref="Categories"/>.
/// </summary>
sealed class SeriesReader
{
    /// <summary>Columns that `edgelstm run` writes into its own results; they say where a row belongs and are not data.</summary>
    const string WindowColumn = "window", StepColumn = "step";

    /// <summary>Rows between two words about how far it is.</summary>
    const int RowsToTell = 1 << 12;

    readonly TableColumns _settings;
    readonly IReadOnlyList<string> _paths;
    readonly SeriesOrder _order = new();
    readonly Dictionary<string, string> _units = [];
    readonly TextCells[] _targets;
    readonly Dictionary<string, ColumnHint> _hints = [];
    FeatureColumns? _columns;
    SampleStore<float>? _samples;
    TimeColumn? _times;
    DecimalMark _decimal = null!; // of the file that is read
    IReadOnlyList<string>? _header; // of the first file
    string _path = "";
    int _file, _windows;

    SeriesReader(TableColumns settings, IReadOnlyList<string> paths)
    {
        (_settings, _paths) = (settings, paths);
        _targets = [.. settings.Targets.Select(_ => new TextCells())];
    }

    public IReadOnlyList<Series> Series { get; private set; } = [];

    /// <summary>[rows, features], series behind series.</summary>
    public float[] Values { get; private set; } = [];

    /// <summary>[rows], in the order of <see cref="Values"/>, where they are kept; else empty.</summary>
    public double[] Times { get; private set; } = [];

    /// <summary>What <see cref="Times"/> are.</summary>
    public TimeKind TimeKind { get; private set; }

    /// <summary>The features' names.</summary>
    public IReadOnlyList<string> Features { get; private set; } = [];

    /// <summary>The column that tells one series from another, "file" where it is the files that do, or null.</summary>
    public string? Group { get; private set; }

    /// <summary>Whether the series are windows, which a column of the file tells: where it changes, a new one begins.</summary>
    public bool AreWindows { get; private set; }

    /// <summary>For the user.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What stands in brackets behind the name of <paramref name="column"/>.</summary>
    public string Unit(string column) => _units.GetValueOrDefault(column, "");

    /// <summary>The cell of target <paramref name="k"/> in a row of all series.</summary>
    public string Target(int row, int k) => _settings.Targets[k] is null ? "" : _targets[k][row];

    public static SeriesReader Read(IReadOnlyList<string> paths, TableColumns settings)
    {
        var reader = new SeriesReader(settings, paths);
        for (; reader._file < paths.Count; reader._file++)
        {
            string path = paths[reader._file];
            using var table = TableFile.Open(path);
            try
            {
                reader.Read(table, path);
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
        var reader = new SeriesReader(settings, [""]);
        reader.Read(TableText.Of(text), "");
        return reader.Ordered();
    }

    SeriesReader Ordered()
    {
        if (_times?.Settle() is { } note)
            Notes.Add(note);
        var (series, order, reordered) = _order.Of(_times?.Times);
        if (order is not null)
        {
            _samples!.Reorder(order);
            foreach (var target in _targets.Where((_, k) => _settings.Targets[k] is not null))
                target.Reorder(order);
        }

        if (_settings.KeepsTimes && _times is not null)
            (Times, TimeKind) = ([.. order?.Select(row => _times.Times[row]) ?? _times.Times], _times.Kind);
        _times = null;
        if (reordered > 0)
            Notes.Add($"{reordered} group{(reordered == 1 ? " was" : "s were")} not in the order of '{_settings.Time}' and "
                + $"{(reordered == 1 ? "has" : "have")} been sorted");
        (Values, Features) = _columns!.Spread(_samples!, Notes);
        _samples = null;
        if (Features.Count == 0)
            throw Bad("features that all stand still", "one feature at least", "add the sensors' columns");
        bool byFile = Group is null && !AreWindows && _paths.Count > 1;
        Group = byFile ? "file" : Group;
        int first = 0;
        Series = [.. series.Select(each =>
        {
            first += each.Rows;
            return new Series(each.File, byFile ? Path.GetFileName(each.File) : each.Group, this, first - each.Rows, each.Rows);
        })];
        Notes.AddRange(Hints());
        return this;
    }

    void Read(ITable table, string path)
    {
        var reader = table.Records();
        (_decimal, _path) = (new(ErrorId), path);
        if (!reader.Read() || reader.IsBlank)
            throw Bad("an empty first line", "a header of column names", "write the columns' names on the first line");
        var header = new TableHeader(reader);
        RequireAlike(header);
        for (int column = 0; column < header.Count; column++)
            if (header.Units[column].Length > 0)
                _units.TryAdd(header.Names[column], header.Units[column]);
        int[] targets = [.. _settings.Targets.Select(target => target is null ? -1 : Find(header, target, "--target"))];
        int group = GroupColumn(header), time = Optional(header, _settings.Time, "--time", _settings.Model?.MayLackTime == true,
            "the rows are taken in the file's order");
        FeatureCells(header, targets, group, time);
        var hints = HintsOf(header, targets, group, time);
        if (_file == 0)
            Expect(table, group, time);

        int rows = 0, blanks = 0;
        string? last = null;
        // Files that a clock puts into order are one table: a machine goes on from one to the next.
        string owner = group >= 0 && time >= 0 && !AreWindows ? "" : path;
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
                throw Bad($"{reader.Fields} fields on line {reader.Line}", $"{header.Count} as in the header", "complete the row"
                    + (table.SeparatorText is { } separated
                        ? $"; the columns are separated by {separated}, and text with one in it needs quotes" : ""));
            var key = group < 0 ? "" : reader[group].Trim();
            if (AreWindows && !key.SequenceEqual(last))
                (last, _windows) = (key.ToString(), last is null && _windows == 0 ? 0 : _windows + 1);
            int series = AreWindows ? _order.Add(owner, path, _windows.ToString(CultureInfo.InvariantCulture), blanks + 1)
                : _order.Add(owner, path, key, blanks + 1);
            for (; blanks > 0; blanks--, rows++)
            {
                _samples!.Add().Fill(float.NaN);
                foreach (var target in _targets)
                    target.Add("");
            }

            _columns!.Take(reader, header, _decimal, _samples!.Add());
            for (int k = 0; k < targets.Length; k++)
                if (targets[k] >= 0)
                    _targets[k].Add(TargetCell(reader, targets[k]));
            if (time >= 0)
                _times!.Add(_decimal.Text(reader[time].Trim(), reader.Line), path, reader.Line, series);
            foreach (var (column, hint) in hints)
                if (hint.IsOpen)
                    hint.See(reader[column].Trim());
            if (rows++ % RowsToTell == 0)
                _settings.Reading?.Invoke((_file + table.Share) / _paths.Count);
        }

        if (rows == 0)
            throw Bad("a header and no rows", "one row per sample", "add the samples");
        if (table.SeparatorText is { } words && words != "commas" || _decimal.Mark == ',')
            Notes.Add($"{(path.Length == 0 ? "the table" : Path.GetFileName(path))}: columns separated by {table.SeparatorText}"
                + (_decimal.Mark == ',' ? ", decimal commas" : ""));
    }

    /// <summary>Takes the memory for all files at once.</summary>
    void Expect(ITable first, int group, int time)
    {
        int width = _columns!.Width;
        _samples = new(width);
        long rows = first.MostRows(width);
        foreach (string path in _paths.Skip(1))
        {
            using var table = TableFile.Open(path);
            rows += table.MostRows(width);
        }

        _samples.Expect(rows);
        foreach (var (k, target) in _targets.Index())
            if (_settings.Targets[k] is not null)
                target.Expect(rows);
        if (time >= 0)
            _times!.Expect(rows);
    }

    /// <summary>Where all columns are features, a file with others is another table.</summary>
    void RequireAlike(TableHeader header)
    {
        _header ??= header.Names;
        string[] missing = [.. _header.Except(header.Names)], more = [.. header.Names.Except(_header)];
        if (_settings.Model is not null || _settings.Features.Count > 0 || missing.Length + more.Length == 0)
            return;
        string[] found = [.. missing.Length > 0 ? new[] { $"no {TableHeader.Listed(missing)}" } : [],
            .. more.Length > 0 ? new[] { TableHeader.Listed(more) } : []];
        throw Bad($"{string.Join(" and ", found)} in the header",
            $"the columns of {Path.GetFileName(_paths[0])}: {TableHeader.Listed(_header)}",
            "give files with the same columns, or name those to learn from with --features");
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
    void FeatureCells(TableHeader header, int[] targets, int group, int time)
    {
        int[] excluded = [.. _settings.Excluded.Select(name => Find(header, name, "--exclude"))];
        int[] others = [.. _settings.TargetsAreFeatures ? [] : targets, group, time, .. excluded];
        if (_columns is null)
        {
            bool isGiven = _settings.Features.Count > 0 || _settings.Model is not null;
            string[] features = isGiven ? [.. _settings.Features] : [.. header.Names.Where((_, column) => !others.Contains(column))];
            if (features.Length == 0)
                throw Bad($"no column besides those of --target, --group{(excluded.Length > 0 ? ", --time and --exclude" : " and --time")}",
                    "one feature at least", "add the sensors' columns");
            _columns = new(features, _settings, ErrorId);
        }

        _columns.Bind(header, name => Find(header, name, _settings.Model is null ? "the features" : "the model's inputs"));
        Ignore(header, group, time);
    }

    /// <summary>A model's table may have more than it reads.</summary>
    void Ignore(TableHeader header, int group, int time)
    {
        if (_settings.Model is null)
            return;
        string[] unknown = [.. header.Names.Where((name, column) => !_columns!.Reads(column) && column != group && column != time
            && name is not (WindowColumn or StepColumn))];
        string note = $"ignored {unknown.Length} column{(unknown.Length == 1 ? "" : "s")} that the model has no input for: "
            + TableHeader.Listed(unknown);
        if (unknown.Length > 0 && !Notes.Contains(note))
            Notes.Add(note);
    }

    /// <summary>The columns that may be times or groups, where none is named.</summary>
    List<(int Column, ColumnHint Hint)> HintsOf(TableHeader header, int[] targets, int group, int time)
    {
        var hints = new List<(int, ColumnHint)>();
        if (AreWindows || time >= 0 && group >= 0)
            return hints;
        for (int column = 0; column < header.Count; column++)
        {
            if (column == group || column == time || targets.Contains(column) || header.Names[column] is WindowColumn or StepColumn
                || _columns!.Reads(column) && _settings.IsOfModel)
                continue;
            string text = header.Texts[column];
            if (!_hints.TryGetValue(text, out var hint))
                _hints[text] = hint = new(text, group < 0 && !_settings.Excluded.Contains(header.Names[column]));
            hints.Add((column, hint));
        }

        return hints;
    }

    IEnumerable<string> Hints()
    {
        if (_settings.Time is null && _hints.Values.FirstOrDefault(hint => hint.IsTime) is { } time)
            yield return $"'{time.Text}' looks like times: --time {ColumnHint.Word(time.Text)} puts each machine's rows into that order; "
                + "they are taken as they stand";
        if (_settings.Group is null && _hints.Values.FirstOrDefault(hint => hint.IsGroup) is { } group)
            yield return $"'{group.Text}' looks like the names of machines or runs: --group {ColumnHint.Word(group.Text)} tells them "
                + "apart; the file is taken as one";
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
        : $"name the columns as 'edgelstm inspect MODEL' lists the inputs{_settings.Model.NamesRemedy}", ErrorId);

    ReadOnlySpan<char> TargetCell(ITableRecords reader, int column)
    {
        var cell = reader[column].Trim();
        return MissingValue.Is(cell) ? "" : cell.Contains(',') ? _decimal.Text(cell, reader.Line) : cell;
    }

    string ErrorId => _settings.Model is null ? ErrorCatalogue.BadTrainingData : ErrorCatalogue.BadCsv;

    ModelException Bad(string found, string expected, string remedy) => new(ErrorId, found, expected, remedy);
}
