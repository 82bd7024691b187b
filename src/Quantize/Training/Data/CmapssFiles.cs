using System.Globalization;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>
/// NASA's C-MAPSS text files (Saxena et al., PHM08): 26 columns separated by spaces: unit, cycle, three settings, 21 sensors. Seven of the
/// sensors stand still under one operating condition (FD001, FD003), and the literature leaves them out.
/// </summary>
static class CmapssFiles
{
    public static readonly string[] Subsets = ["FD001", "FD003"];

    /// <summary>The sensors that move, from 1.</summary>
    public static readonly int[] Sensors = [2, 3, 4, 7, 8, 9, 11, 12, 13, 14, 15, 17, 20, 21];

    const int Columns = 26, FirstSensor = 5;

    public static IReadOnlyList<string> Names { get; } = [.. Sensors.Select(sensor => $"s{sensor}")];

    public static string Path(string folder, string kind, string subset) => System.IO.Path.Combine(folder, $"{kind}_{subset}.txt");

    /// <summary>Engines in the file's order; their cycles have to count up from 1.</summary>
    public static List<TurbofanEngine> Engines(string path)
    {
        var engines = new List<TurbofanEngine>();
        foreach (var (line, values) in Rows(path, Columns))
        {
            if (engines.Count == 0 || engines[^1].Unit != (int)values[0])
                engines.Add(new((int)values[0], new List<float[]>()));
            var cycles = (List<float[]>)engines[^1].Cycles;
            if (values[1] != cycles.Count + 1)
                throw Bad($"cycle {values[1]} of unit {values[0]} on line {line}", $"cycle {cycles.Count + 1}", path);
            cycles.Add([.. Sensors.Select(sensor => (float)values[FirstSensor + sensor - 1])]);
        }

        return engines.Count > 0 ? engines : throw Bad("no rows", "an engine's cycles", path);
    }

    /// <summary>The true remaining life of each test engine after its last cycle.</summary>
    public static double[] RemainingLives(string path) => [.. Rows(path, 1).Select(row => row.Values[0])];

    static IEnumerable<(int Line, double[] Values)> Rows(string path, int columns)
    {
        using var text = new StreamReader(InputFile.Open(path));
        for (int line = 1; text.ReadLine() is { } row; line++)
        {
            var fields = row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0)
                continue;
            var values = new double[columns];
            if (fields.Length != columns)
                throw Bad($"{fields.Length} columns on line {line}", $"{columns}", path);
            for (int i = 0; i < columns; i++)
                if (!double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i]))
                    throw Bad($"'{fields[i]}' on line {line}, column {i + 1}", "a number", path);
            yield return (line, values);
        }
    }

    static ModelException Bad(string found, string expected, string path) =>
        new(ErrorCatalogue.BadTrainingData, found, expected, "give the folder with NASA's own train_, test_ and RUL_ files", path);
}
