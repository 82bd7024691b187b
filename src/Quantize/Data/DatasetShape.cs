using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>What an array's dimensions mean, and the errors where they cannot fit a model.</summary>
static class DatasetShape
{
    /// <summary>[N,T,F] is N windows, [T,F] one window, and [T] one window of a model with a single input.</summary>
    public static (int Windows, int Steps, int Features) Of(IReadOnlyList<int> shape, int features)
    {
        (int Windows, int Steps, int Features) meant = shape.Count switch
        {
            3 => (shape[0], shape[1], shape[2]),
            2 => (1, shape[0], shape[1]),
            1 when features == 1 => (1, shape[0], 1),
            _ => throw Wrong(Text(shape), $"[N,T,{features}] or [T,{features}]", "reshape the array"),
        };
        if (meant.Features != features)
            throw Wrong(Text(shape), $"{features} features in the last dimension, the model's inputs",
                "give the columns that the model was trained on, in its order");
        if (meant.Windows == 0 || meant.Steps == 0)
            throw Wrong(Text(shape), "at least one sample", "add data");
        return meant;
    }

    /// <summary>The window length where <paramref name="starts"/> divides <paramref name="rows"/> into equal ones.</summary>
    public static int EqualWindows(IReadOnlyList<int> starts, int rows)
    {
        int steps = (starts.Count > 1 ? starts[1] : rows) - starts[0];
        for (int i = 0; i < starts.Count; i++)
        {
            int length = (i + 1 < starts.Count ? starts[i + 1] : rows) - starts[i];
            if (length != steps)
                throw Wrong($"{length} rows in window {i} and {steps} in window 0", "windows of one length",
                    "cut them alike, or give one file per length");
        }

        return steps;
    }

    /// <summary>Refuses windows of another length than the model's own.</summary>
    public static void RequireWindow(Dataset data, int? window)
    {
        if (window is { } steps && data.Steps != steps)
            throw Wrong(data.ShapeText, $"windows of {steps} steps, the model's",
                "cut the data into such windows, or treat it as a stream with --stream");
    }

    public static ModelException Wrong(string found, string expected, string remedy) =>
        new(ErrorCatalogue.DataShape, $"data {found}", expected, remedy);

    static string Text(IReadOnlyList<int> shape) => $"of shape [{string.Join(',', shape)}]";
}
