using System.Globalization;
using EdgeLstm.Generator.Diagnostics;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>The target column of all series as numbers: itself, or the number of its class.</summary>
sealed class TargetColumns
{
    const int MostClasses = 100;

    TargetColumns(double[][] values, string[] classes) => (Values, Classes) = (values, classes);

    /// <summary>Per series and row; NaN where the cell is blank.</summary>
    public double[][] Values { get; }

    /// <summary>In order: of two, the second is the positive one. Empty where the target is a number.</summary>
    public string[] Classes { get; }

    /// <summary>One output for each class, for a number, or the one that says which of two classes it is.</summary>
    public int Outputs => Classes.Length <= 2 ? 1 : Classes.Length;

    public static TargetColumns Of(IReadOnlyList<Series> series, CsvSettings settings)
    {
        if (settings.Task != TaskKind.Classification)
            return new([.. series.Select(each => each.Targets.Select((cell, row) => Number(cell, each, row, settings)).ToArray())], []);
        string[] names = [.. series.SelectMany(each => each.Targets).Where(cell => cell.Length > 0).Distinct()];
        bool numeric = Array.TrueForAll(names, name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        names = numeric ? [.. names.OrderBy(name => double.Parse(name, CultureInfo.InvariantCulture))] : [.. names.Order(StringComparer.Ordinal)];
        if (names.Length is < 2 or > MostClasses)
            throw new ModelException(ErrorCatalogue.OneClassOnly, $"{names.Length} class{(names.Length == 1 ? "" : "es")} in column '{settings.Target}'{(names.Length == 1 ? $", '{names[0]}'" : "")}",
                $"2 to {MostClasses}", "give data of every class, or --task regression for a number", series[0].File);
        var index = names.Index().ToDictionary(pair => pair.Item, pair => (double)pair.Index);
        return new([.. series.Select(each => each.Targets.Select(cell => cell.Length == 0 ? double.NaN : index[cell]).ToArray())], names);
    }

    /// <summary>
    /// For a trained model, whose outputs are called p_CLASS: several in order, or the one that is told from all others. Models of other makers have no such names, and the data's own classes count.
    /// </summary>
    public static TargetColumns Of(IReadOnlyList<Series> series, CsvSettings settings, IReadOnlyList<string> outputs)
    {
        const string Prefix = "p_";
        if (settings.Task != TaskKind.Classification || !outputs.All(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
            return Of(series, settings);
        string[] names = [.. outputs.Select(name => name[Prefix.Length..])];
        if (names.Length == 1)
            return new([.. series.Select(each => each.Targets.Select(cell => cell.Length == 0 ? double.NaN : cell == names[0] ? 1.0 : 0).ToArray())], [$"not {names[0]}", names[0]]);
        return new([.. series.Select(each => each.Targets.Select(cell => cell.Length == 0 ? double.NaN : Array.IndexOf(names, cell) is >= 0 and var at ? at : throw Unknown(cell, each)).ToArray())], names);

        ModelException Unknown(string cell, Series each) => new(ErrorCatalogue.BadTrainingData, $"class '{cell}' in column '{settings.Target}'", $"one of {string.Join(", ", names.Take(12))}, the model's",
            "give data of the classes that the model was trained on", each.File);
    }

    static double Number(string cell, Series series, int row, CsvSettings settings)
    {
        if (settings.Target is null)
            return 0;
        if (cell.Length == 0 || cell.Equals("nan", StringComparison.OrdinalIgnoreCase))
            return double.NaN;
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            return double.IsFinite(value) ? value : double.NaN;
        if (settings.Task == TaskKind.Anomaly && bool.TryParse(cell, out bool flag))
            return flag ? 1 : 0;
        throw new ModelException(ErrorCatalogue.BadTrainingData, $"'{cell}' in column '{settings.Target}', sample {row + 1}{(series.Group.Length > 0 ? $" of '{series.Group}'" : "")}", "a number",
            "correct the cell, or give --task classification for names", series.File);
    }
}
