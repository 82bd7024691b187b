namespace EdgeLstm.Quantize.Data;

/// <summary>
/// The cells of a table that a model reads, or learns from, as numbers. A column of text becomes <see cref="Categories"/>: where a model is
/// to be trained, of those that the tables have; else of those that the model's inputs are called after.
/// </summary>
sealed class FeatureColumns
{
    readonly TableColumns _settings;
    readonly string _errorId;
    readonly Feature[] _features;

    public FeatureColumns(IReadOnlyList<string> names, TableColumns settings, string errorId)
    {
        (_settings, _errorId) = (settings, errorId);
        _features = [.. names.Select(name => new Feature(name))];
    }

    /// <summary>Numbers of a row as it is read.</summary>
    public int Width => _features.Length;

    /// <summary>Whether the file's column is one of them.</summary>
    public bool Reads(int column) => Array.Exists(_features, feature => feature.Column == column);

    /// <summary>Looks for the columns in a file's header; <paramref name="find"/> does so, or throws.</summary>
    public void Bind(TableHeader header, Func<string, int> find)
    {
        if (_settings.IsOfModel)
        {
            foreach (var feature in _features)
                (feature.Categories, feature.Code, feature.IsKnown) = (null, -1, false);
            foreach (var (column, group) in Sources(header))
            {
                string[] names = [.. group.Select(feature => ChannelName.Plain(feature.Name))];
                var (categories, isPair) = Categories.Of(header.Names[column], names);
                for (int k = 0; k < group.Count; k++)
                    (group[k].Column, group[k].Categories, group[k].Code, group[k].IsKnown) = (column, categories, isPair ? -1 : k, true);
            }
        }

        foreach (var feature in _features)
            if (feature.Categories is not { AreAll: true })
                feature.Column = find(feature.Name);
    }

    /// <summary>Reads a row into <paramref name="row"/>, [<see cref="Width"/>].</summary>
    public void Take(ITableRecords reader, TableHeader header, DecimalMark mark, Span<float> row)
    {
        for (int k = 0; k < _features.Length; k++)
        {
            var feature = _features[k];
            var cell = reader[feature.Column].Trim();
            row[k] = feature.Categories is null ? Number(reader, cell, feature, header, mark)
                : MissingValue.Is(cell) ? float.NaN : Code(feature, cell, reader.Line, header);
        }
    }

    /// <summary>
    /// The rows and names with a channel for each category, where there are any; in the place of <paramref name="samples"/>, which are
    /// gone afterwards.
    /// </summary>
    public (float[] Values, IReadOnlyList<string> Names) Spread(SampleStore<float> samples, List<string> notes)
    {
        if (!Array.Exists(_features, feature => feature.Categories is { AreAll: false }))
            return (samples.ToArray(), [.. _features.Select(feature => feature.Name)]);
        var channels = new List<(int Feature, int Rank, string Name)>();
        int[][] ranks = [.. _features.Select(feature => feature.Categories?.Ranks ?? [])];
        foreach (var (k, feature) in _features.Index())
        {
            var names = feature.Categories?.Channels ?? [feature.Name];
            channels.AddRange(names.Select((name, rank) => (k, feature.Categories is null || names.Count == 1 ? -1 : rank, name)));
            if (feature.Categories is not null)
                notes.Add(names.Count switch
                {
                    0 => $"'{feature.Name}' has one text in all rows: it tells the network nothing, and is left out",
                    1 => $"'{feature.Name}' is text: 0 and 1 in alphabetical order, as input '{names[0]}'",
                    _ => $"'{feature.Name}' is text: {names.Count} inputs, {TableHeader.Listed(names)}, of which one is 1",
                });
        }

        var spread = new float[(long)samples.Rows * channels.Count];
        for (int row = 0, at = 0; row < samples.Rows; row++)
        {
            var cells = samples.Row(row);
            foreach (var (k, rank, _) in channels)
            {
                float cell = cells[k];
                spread[at++] = _features[k].Categories is null || float.IsNaN(cell) ? cell
                    : rank < 0 ? ranks[k][(int)cell] : ranks[k][(int)cell] == rank ? 1 : 0;
            }
        }

        return (spread, [.. channels.Select(channel => channel.Name)]);
    }

    /// <summary>
    /// The columns that inputs called COLUMN=NAME are of, where the file has no column of that whole name; of two that would do, the
    /// longer one.
    /// </summary>
    Dictionary<int, List<Feature>> Sources(TableHeader header)
    {
        var sources = new Dictionary<int, List<Feature>>();
        foreach (var feature in _features.Where(feature => !header.Has(feature.Name)))
            for (int at = feature.Name.LastIndexOf('='); at > 0; at = feature.Name.LastIndexOf('=', at - 1))
            {
                int column = header.IndexOf(feature.Name[..at]);
                if (column < 0)
                    continue;
                if (!sources.TryGetValue(column, out var group))
                    sources[column] = group = [];
                group.Add(feature);
                break;
            }

        return sources;
    }

    float Number(ITableRecords reader, ReadOnlySpan<char> cell, Feature feature, TableHeader header, DecimalMark mark)
    {
        if (MissingValue.Infinity(cell) is { } infinity)
            return (float)infinity;
        if (MissingValue.Is(cell))
            return float.NaN;
        if (mark.TryParse(cell, reader.Line, out double value))
        {
            feature.IsKnown = true;
            // 1e60 is a wrong number, not an infinite one.
            return Math.Abs(value) <= float.MaxValue || double.IsNaN(value) ? (float)value
                : throw Bad($"{cell} on line {reader.Line} in column '{feature.Name}'", "a number in float32's range, ±3.4e38",
                    "correct the cell");
        }

        bool isTime = TimeColumn.IsTime(cell);
        if (!feature.IsKnown && !_settings.IsOfModel && !isTime)
        {
            (feature.Categories, feature.IsKnown) = (new(feature.Name), true);
            return Code(feature, cell, reader.Line, header);
        }

        string text = header.Texts[feature.Column];
        string found = cell.Length > 40 ? $"{cell[..40]}…" : cell.ToString();
        throw Bad($"'{found}' on line {reader.Line} in column '{feature.Name}'", "a number",
            _settings.IsOfModel ? "correct the cell, or leave it blank where there is no value"
            : isTime ? $"give --time {ColumnHint.Word(text)} if it says when a row was taken, or leave the column out with "
                + $"--exclude {ColumnHint.Word(text)}"
            : $"correct the cell, leave the column out with --exclude {ColumnHint.Word(text)}, or name the columns to learn from "
                + "with --features");
    }

    float Code(Feature feature, ReadOnlySpan<char> cell, int line, TableHeader header)
    {
        int code = feature.Categories!.Code(cell, line);
        if (feature.Categories.Count > Categories.Most && !feature.Categories.AreAll)
        {
            string word = ColumnHint.Word(header.Texts[feature.Column]);
            throw Bad($"more than {Categories.Most} texts in column '{feature.Name}', '{cell}' on line {line} among them",
                $"numbers, or up to {Categories.Most} names",
                $"leave the column out with --exclude {word}, or give --group {word} if it says which machine or run a row is of");
        }

        return feature.Code < 0 ? code : code == feature.Code ? 1 : 0;
    }

    ModelException Bad(string found, string expected, string remedy) => new(_errorId, found, expected, remedy);

    sealed class Feature(string name)
    {
        public string Name => name;

        public int Column { get; set; } = -1;

        /// <summary>Null where the cells are numbers.</summary>
        public Categories? Categories { get; set; }

        /// <summary>Of an input that is 1 for one category: which; else −1.</summary>
        public int Code { get; set; } = -1;

        /// <summary>Whether a cell, or the model, has told numbers from categories.</summary>
        public bool IsKnown { get; set; }
    }
}
