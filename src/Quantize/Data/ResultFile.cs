using System.Globalization;
using System.Text;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Data;

/// <summary>Predictions, [N,O] or [N,T,O], to a .npy or .csv file by its ending.</summary>
static class ResultFile
{
    /// <summary>Says before any work is done whether <paramref name="path"/> names a kind that can be written.</summary>
    public static void RequireKnownKind(string path)
    {
        if (!Is(path, ".npy") && !Is(path, ".csv"))
            throw new ModelException(ErrorCatalogue.UnknownDataKind, $"'{Path.GetExtension(path)}' as the output's ending", ".npy or .csv",
                "give the output such a name", path);
    }

    public static void Write(string path, IReadOnlyList<int> shape, ReadOnlySpan<float> values, IReadOnlyList<string> outputNames,
        ResultColumns? columns = null)
    {
        RequireKnownKind(path);
        if (Is(path, ".npy"))
        {
            NpyFile.Write(path, shape, values);
            return;
        }

        using var file = AtomicFile.Create(path);
        using (var text = new StreamWriter(file.Stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
            WriteCsv(text, shape, values, outputNames, columns);
        file.Commit();
    }

    /// <summary>
    /// A header and one line per row. Before the values stand <paramref name="columns"/>; unless given, with three dimensions, window and
    /// step.
    /// </summary>
    public static void WriteCsv(TextWriter text, IReadOnlyList<int> shape, ReadOnlySpan<float> values, IReadOnlyList<string> outputNames,
        ResultColumns? columns = null)
    {
        int outputs = shape[^1];
        if (columns is null && shape.Count == 3)
            columns = new(["window", "step"], row => [$"{row / shape[1]}", $"{row % shape[1]}"]);
        text.WriteLine(string.Join(',', (columns?.Names ?? []).Concat(outputNames).Select(Quoted)));
        for (int row = 0; row * outputs < values.Length; row++)
        {
            var before = columns?.Of(row);
            if (columns is not null && before is null)
                continue;
            foreach (string cell in before ?? [])
                text.Write($"{Quoted(cell)},");
            for (int o = 0; o < outputs; o++)
            {
                if (o > 0)
                    text.Write(',');
                // The shortest text that reads back as the same float.
                text.Write(values[row * outputs + o].ToString(CultureInfo.InvariantCulture));
            }

            text.WriteLine();
        }
    }

    static string Quoted(string name) =>
        name.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;

    static bool Is(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
