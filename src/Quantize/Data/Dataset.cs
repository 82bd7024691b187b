using EdgeLstm.Generator.Diagnostics;

namespace EdgeLstm.Quantize.Data;

/// <summary>Windows of samples for one model: <see cref="Values"/> is [Windows, Steps, Features], row-major.</summary>
public sealed record Dataset(int Windows, int Steps, int Features, float[] Values)
{
    /// <summary>What a user should be told about how the file was read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Initial states of each window by the graph's input, [N][values]; none of them where the model's own are meant.</summary>
    public IReadOnlyDictionary<string, float[][]> States { get; init; } = new Dictionary<string, float[][]>();

    /// <summary>Samples of each window that count, [N]; null where all do.</summary>
    public IReadOnlyList<int>? Lengths { get; init; }

    public string ShapeText => $"of shape [{Windows},{Steps},{Features}]";

    /// <summary>[Steps, Features] of window <paramref name="n"/>.</summary>
    public ReadOnlySpan<float> Window(int n) => Values.AsSpan(n * Steps * Features, Steps * Features);

    /// <summary>[Features] of step <paramref name="t"/> of window <paramref name="n"/>.</summary>
    public ReadOnlySpan<float> Sample(int n, int t) => Values.AsSpan((n * Steps + t) * Features, Features);

    /// <summary>
    /// Reads a .npy array, [N,T,F] or [T,F], or a .csv file whose header holds <paramref name="inputNames"/> in any order. A .csv
    /// file is one window, or several where it has a column <c>window</c>.
    /// </summary>
    public static Dataset Load(string path, int features, IReadOnlyList<string> inputNames)
    {
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            return FromNpy(path, features);
        if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return FromCsv(path, inputNames);
        throw new ModelException(ErrorCatalogue.UnknownDataKind, $"'{Path.GetExtension(path)}' as the file's ending", ".npy or .csv",
            "convert the file to one of them", path);
    }

    /// <summary>Puts the features of several files side by side, for a graph with several inputs.</summary>
    public static Dataset Join(IReadOnlyList<Dataset> parts)
    {
        var first = parts[0];
        if (parts.FirstOrDefault(part => (part.Windows, part.Steps) != (first.Windows, first.Steps)) is { } odd)
            throw DatasetShape.Wrong($"{odd.ShapeText} beside data {first.ShapeText}", "the same windows and steps for every input", "cut the files alike");
        int features = parts.Sum(part => part.Features);
        var values = new float[checked(first.Windows * first.Steps * features)];
        for (int row = 0, at = 0; row < first.Windows * first.Steps; row++)
        {
            foreach (var part in parts)
            {
                part.Values.AsSpan(row * part.Features, part.Features).CopyTo(values.AsSpan(at));
                at += part.Features;
            }
        }

        return new(first.Windows, first.Steps, features, values) { Notes = parts.SelectMany(part => part.Notes).ToArray() };
    }

    static Dataset FromNpy(string path, int features)
    {
        var array = NpyFile.Read(path);
        try
        {
            var (windows, steps, _) = DatasetShape.Of(array.Shape, features);
            return new(windows, steps, features, array.Values);
        }
        catch (ModelException e)
        {
            throw e.In(path);
        }
    }

    static Dataset FromCsv(string path, IReadOnlyList<string> names)
    {
        var table = CsvFile.Read(path, names);
        try
        {
            int steps = table.WindowStarts is { } starts ? DatasetShape.EqualWindows(starts, table.Rows) : table.Rows;
            return new(table.Rows / steps, steps, names.Count, table.Values) { Notes = table.Notes };
        }
        catch (ModelException e)
        {
            throw e.In(path);
        }
    }
}
