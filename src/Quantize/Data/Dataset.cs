using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>
/// Windows of samples for one model. <see cref="Values"/> is [rows, Features], row-major: windows one behind the other, Steps rows each,
/// or with <see cref="Starts"/> anywhere among the rows, so that windows that slide
/// over a series cost no memory.
/// </summary>
/// <param name="Steps">Samples of the longest window.</param>
/// <param name="Features">Numbers in a sample.</param>
sealed record Dataset(int Windows, int Steps, int Features, float[] Values)
{
    readonly IReadOnlyList<SeriesRange>? _series;

    /// <summary>What a user should be told about how the file was read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Initial states of each window by the graph's input, [N][values]; none of them where the model's own are meant.</summary>
    public IReadOnlyDictionary<string, float[][]> States { get; init; } = new Dictionary<string, float[][]>();

    /// <summary>Samples of each window that count, [N]; null where all do.</summary>
    public IReadOnlyList<int>? Lengths { get; init; }

    /// <summary>Each window's first row; null where they stand one behind the other.</summary>
    public IReadOnlyList<int>? Starts { get; init; }

    /// <summary>
    /// The rows that follow each other in time without a break, machine by machine: a state is carried on through each. Windows of which
    /// nothing is known have none; a single one is a series of its own.
    /// </summary>
    public IReadOnlyList<SeriesRange> Series
    {
        get => _series ?? (Windows == 1 ? [new("", First(0), Length(0))] : []);
        init => _series = value;
    }

    /// <summary>
    /// Whether each window is one of the <see cref="Series"/>, from its first sample to its last, and every sample of it asks for an
    /// answer.
    /// </summary>
    public bool AreStreams { get; init; }

    /// <summary>The table's column that the names of the <see cref="Series"/> come from; empty where there is none.</summary>
    public string GroupColumn { get; init; } = "";

    public string ShapeText => $"of shape [{Windows},{Steps},{Features}]";

    /// <summary>Samples in all windows, each as often as it is in one.</summary>
    public long Samples => Lengths?.Sum(length => (long)length) ?? (long)Windows * Steps;

    /// <summary>The first row of window <paramref name="n"/>.</summary>
    public int First(int n) => Starts?[n] ?? n * Steps;

    /// <summary>Samples of window <paramref name="n"/> that count.</summary>
    public int Length(int n) => Lengths?[n] ?? Steps;

    /// <summary>[Length, Features] of window <paramref name="n"/>.</summary>
    public ReadOnlySpan<float> Window(int n) => Values.AsSpan(First(n) * Features, Length(n) * Features);

    /// <summary>[Features] of step <paramref name="t"/> of window <paramref name="n"/>.</summary>
    public ReadOnlySpan<float> Sample(int n, int t) => Values.AsSpan((First(n) + t) * Features, Features);

    /// <summary>Every series as one window, from its first row to its last.</summary>
    public Dataset Streams() => this with
    {
        Windows = Series.Count,
        Steps = Series.Max(each => each.Rows),
        Starts = [.. Series.Select(each => each.First)],
        Lengths = Series.All(each => each.Rows == Series[0].Rows) ? null : [.. Series.Select(each => each.Rows)],
        Series = Series,
        AreStreams = true,
    };

    /// <summary>
    /// Every series as windows of <paramref name="steps"/> rows, each <paramref name="stride"/> behind the one before it; shorter series
    /// have none.
    /// </summary>
    public Dataset Sliding(int steps, int stride = 1)
    {
        int[] starts = [.. Series.SelectMany(each =>
            Enumerable.Range(0, each.Rows < steps ? 0 : (each.Rows - steps) / stride + 1).Select(k => each.First + k * stride))];
        return this with { Windows = starts.Length, Steps = steps, Starts = starts, Lengths = null, Series = Series, AreStreams = false };
    }

    /// <summary><paramref name="count"/> windows from <paramref name="first"/> on.</summary>
    public Dataset Slice(int first, int count) => Choose([.. Enumerable.Range(first, count)]);

    /// <summary>
    /// Some of the windows, by their numbers. Each series ends where the last of its windows that are chosen does, and begins with the
    /// first one's first row.
    /// </summary>
    public Dataset Choose(IReadOnlyList<int> windows) => this with
    {
        Windows = windows.Count,
        Steps = windows.Max(Length),
        Starts = [.. windows.Select(First)],
        Lengths = Lengths is null ? null : [.. windows.Select(Length)],
        States = States.ToDictionary(state => state.Key, state => (float[][])[.. windows.Select(n => state.Value[n])]),
        Series = [.. Series.Select(each => Within(each, windows)).Where(each => each.Rows > 0)],
    };

    SeriesRange Within(SeriesRange whole, IReadOnlyList<int> windows)
    {
        int first = int.MaxValue, end = 0;
        foreach (int n in windows)
            if (First(n) >= whole.First && First(n) < whole.First + whole.Rows)
                (first, end) = (Math.Min(first, First(n)), Math.Max(end, First(n) + Length(n)));
        return whole with { First = first, Rows = Math.Max(0, end - first) };
    }

    /// <summary>
    /// Reads a .npy array, [N,T,F] or [T,F], or a .csv file whose header holds <paramref name="inputNames"/> in any order. A .csv
    /// file becomes what <paramref name="rules"/> say; unless given, one stream, or windows where it has a column <c>window</c>.
    /// </summary>
    public static Dataset Load(string path, int features, IReadOnlyList<string> inputNames, TableRules? rules = null) =>
        Load([path], features, inputNames, rules);

    /// <summary>The same of several tables, which are read one behind the other.</summary>
    public static Dataset Load(IReadOnlyList<string> paths, int features, IReadOnlyList<string> inputNames, TableRules? rules = null)
    {
        if (paths.FirstOrDefault(IsNpy) is { } npy)
            return paths.Count == 1 ? FromNpy(npy, features) : throw new ModelException(ErrorCatalogue.DataShape,
                $"'{Path.GetFileName(npy)}' beside {paths.Count - 1} more without a name", "NAME=FILE for each, or one file",
                "name the inputs, or put the arrays into one file", npy);
        if (paths.FirstOrDefault(each => !TableFile.Is(each)) is not { } path)
            return TableFile.Read(paths, inputNames, rules ?? TableRules.None);
        throw new ModelException(ErrorCatalogue.UnknownDataKind, $"'{Path.GetExtension(path)}' as the file's ending",
            TableFile.Endings, "convert the file to one of them", path);
    }

    /// <summary>Puts the features of several files side by side, for a graph with several inputs.</summary>
    public static Dataset Join(IReadOnlyList<Dataset> parts)
    {
        var first = parts[0];
        if (parts.FirstOrDefault(part => !part.IsCutLike(first)) is { } odd)
            throw DatasetShape.Wrong($"{odd.ShapeText} beside data {first.ShapeText}", "the same windows and steps for every input",
                "cut the files alike");
        int features = parts.Sum(part => part.Features);
        int rows = first.Values.Length / first.Features;
        var values = new float[checked(rows * features)];
        for (int row = 0, at = 0; row < rows; row++)
        {
            foreach (var part in parts)
            {
                part.Values.AsSpan(row * part.Features, part.Features).CopyTo(values.AsSpan(at));
                at += part.Features;
            }
        }

        return first with { Features = features, Values = values, Notes = parts.SelectMany(part => part.Notes).Distinct().ToArray() };
    }

    bool IsCutLike(Dataset other) => (Windows, Steps, Values.Length / Features) == (other.Windows, other.Steps,
        other.Values.Length / other.Features)
        && Enumerable.Range(0, Windows).All(n => First(n) == other.First(n) && Length(n) == other.Length(n));

    /// <summary>
    /// The same for a graph that takes a piece of a stream a call: windows of one sample are calls one after the other, and so one stream.
    /// </summary>
    public Dataset Joined() => Steps != 1 || Windows == 1 || States.Count > 0 || Lengths is not null || Starts is not null ? this
        : this with
        {
            Windows = 1,
            Steps = Windows,
            Notes = [.. Notes, $"{Windows} windows of one sample each: read as one stream of {Windows} samples"]
        };

    static bool IsNpy(string path) => path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);

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
}
