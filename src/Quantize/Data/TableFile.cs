using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>A .csv file as a model's data: machine by machine, in the order of time, as windows or as streams.</summary>
static class TableFile
{
    public const string Endings = ".npy, .csv, .tsv, .txt or .parquet";

    /// <summary>Whether a file is taken as a table, by its ending.</summary>
    public static bool Is(string path) => Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt" or ".parquet";

    /// <summary>Text or Parquet, told by the content.</summary>
    public static ITable Open(string path) => ParquetTable.Is(path) ? ParquetTable.Open(path)
        : path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)
            ? throw new ModelException(ErrorCatalogue.BadParquet, "a file that does not begin as Parquet does", "PAR1",
                "write the table again, or call the file .csv if it is text", path)
        : TableText.Open(path);

    public static Dataset Read(IReadOnlyList<string> paths, IReadOnlyList<string> inputs, TableRules rules)
    {
        var table = SeriesReader.Read(paths, Columns(inputs, rules));
        try
        {
            return Of(table, inputs.Count, rules);
        }
        catch (ModelException e)
        {
            throw e.In(paths[0]);
        }
    }

    public static Dataset Read(TextReader text, IReadOnlyList<string> inputs, TableRules rules) =>
        Of(SeriesReader.Read(text, Columns(inputs, rules)), inputs.Count, rules);

    static TableColumns Columns(IReadOnlyList<string> inputs, TableRules rules) =>
        new(rules.Group, rules.Time, inputs) { TimeFormat = rules.TimeFormat, Model = rules, Reading = rules.Reading };

    static Dataset Of(SeriesReader table, int features, TableRules rules)
    {
        List<SeriesRange> series = [.. table.Series.Select(each => new SeriesRange(each.Group, each.First, each.Rows))];
        float[] values = table.Values;
        int longest = series.Max(each => each.Rows);
        if (table.AreWindows && rules.IsModelsWindow)
            return new(series.Count, DatasetShape.EqualWindows([.. series.Select(each => each.First)], values.Length / features), features,
                values)
            {
                Notes = table.Notes,
            };

        var streams = new Dataset(series.Count, longest, features, values)
        {
            Starts = [.. series.Select(each => each.First)],
            Lengths = series.TrueForAll(each => each.Rows == longest) ? null : [.. series.Select(each => each.Rows)],
            Series = series,
            AreStreams = true,
            GroupColumn = table.Group ?? "",
            Notes = table.Notes,
        };
        return rules.Window is { } window ? Cut(streams, window, rules) : streams with { Notes = [.. table.Notes, .. Streams(streams)] };
    }

    static Dataset Cut(Dataset streams, int window, TableRules rules)
    {
        int stride = rules.Stride ?? 1;
        long samples = streams.Series.Sum(each => Math.Max(0L, each.Rows - window + 1)) * window;
        if (rules.Stride is null && samples > rules.MaxSamples)
            stride = (int)((samples + rules.MaxSamples - 1) / rules.MaxSamples);
        var cut = streams.Sliding(window, stride);
        int groups = streams.Windows, tooShort = streams.Series.Count(each => each.Rows < window);
        if (cut.Windows == 0)
            throw DatasetShape.Wrong($"of {groups} group{(groups == 1 ? "" : "s")}, the longest with {streams.Steps} samples",
                $"a window of {window} samples", "give longer data, or a shorter --window");
        string where = streams.GroupColumn.Length == 0 ? "" : $" of {groups} group{(groups == 1 ? "" : "s")} by '{streams.GroupColumn}'";
        string step = rules.Stride is null && stride > 1
            ? $", every {stride} samples: with one at each sample they would hold {samples:N0} samples (--stride 1)"
            : stride > 1 ? $", every {stride} samples" : "";
        List<string> notes = [.. streams.Notes,
            $"cut into {cut.Windows:N0} window{(cut.Windows == 1 ? "" : "s")} of {window} samples{where}{step}"];
        if (tooShort > 0)
            notes.Add($"left out {tooShort} of {groups} groups: shorter than {window} samples");
        return cut with { Notes = notes };
    }

    static IEnumerable<string> Streams(Dataset data)
    {
        if (data.GroupColumn.Length == 0)
            yield break;
        int shortest = data.Series.Min(each => each.Rows);
        yield return $"{data.Windows:N0} stream{(data.Windows == 1 ? "" : "s")} by '{data.GroupColumn}', each from reset, of {(shortest == data.Steps ? "" : $"{shortest:N0} to ")}{data.Steps:N0} samples";
    }
}
