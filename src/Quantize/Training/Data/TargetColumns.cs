using System.Globalization;
using EdgeLstm.Generator.Diagnostics;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>The target column of all series as numbers: itself, or the number of its class.</summary>
sealed class TargetColumns
{
    const int MostClasses = 100;

    const string Probability = "_probability";

    TargetColumns(CsvTarget target, double[][] values, string[] classes, string[] names) => (Target, Values, Classes, OutputNames) = (target, values, classes, names);

    public CsvTarget Target { get; }

    /// <summary>Per series and row; NaN where the cell is blank.</summary>
    public double[][] Values { get; }

    /// <summary>In order: of two, the second is the positive one. Empty where the target is a number.</summary>
    public string[] Classes { get; }

    /// <summary>One output for each class, for a number, or the one that says which of two classes it is.</summary>
    public int Outputs => Classes.Length <= 2 ? 1 : Classes.Length;

    /// <summary>A column's own name; of two classes, COLUMN_probability for 0 and 1, else p_CLASS, with the column's name where there are more targets.</summary>
    public string[] OutputNames { get; }

    /// <summary>What the names of the outputs for target <paramref name="k"/>'s classes begin with.</summary>
    public static string Prefix(CsvSettings settings, int k) => settings.Targets.Count == 1 ? "p_" : $"p_{settings.Targets[k].Column}_";

    /// <summary>Target <paramref name="k"/> of the settings.</summary>
    public static TargetColumns Of(IReadOnlyList<Series> series, CsvSettings settings, int k)
    {
        var target = settings.Targets[k];
        if (target.Task != TaskKind.Classification)
            return new(target, [.. series.Select(each => each.Targets.Select((cells, row) => Number(cells[k], each, row, target)).ToArray())], [],
                [target.Task == TaskKind.Forecast ? $"{target.Column}_ahead_{settings.Horizon}" : target.Column ?? ""]);
        string[] names = [.. series.SelectMany(each => each.Targets).Select(cells => cells[k]).Where(cell => cell.Length > 0).Distinct()];
        bool numeric = Array.TrueForAll(names, name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        names = numeric ? [.. names.OrderBy(name => double.Parse(name, CultureInfo.InvariantCulture))] : [.. names.Order(StringComparer.Ordinal)];
        if (names.Length is < 2 or > MostClasses)
            throw new ModelException(ErrorCatalogue.OneClassOnly, $"{names.Length} class{(names.Length == 1 ? "" : "es")} in column '{target.Column}'{(names.Length == 1 ? $", '{names[0]}'" : "")}",
                $"2 to {MostClasses}", "give data of every class, or --task regression for a number", series[0].File);
        var index = names.Index().ToDictionary(pair => pair.Item, pair => (double)pair.Index);
        string prefix = Prefix(settings, k);
        string[] outputs = names is ["0", "1"] ? [target.Column + Probability] : [.. (names.Length == 2 ? names[1..] : names).Select(name => prefix + name)];
        return new(target, [.. series.Select(each => each.Targets.Select(cells => cells[k].Length == 0 ? double.NaN : index[cells[k]]).ToArray())], names, outputs);
    }

    /// <summary>
    /// For a trained model, whose outputs are called p_CLASS: several in order, or the one that is told from all others. Models of other makers have no such names, and the data's own classes count.
    /// </summary>
    public static TargetColumns Of(IReadOnlyList<Series> series, CsvSettings settings, int k, IReadOnlyList<string> outputs)
    {
        var target = settings.Targets[k];
        string prefix = Prefix(settings, k), probability = target.Column + Probability;
        if (target.Task != TaskKind.Classification || !outputs.All(name => name.StartsWith(prefix, StringComparison.Ordinal) || name == probability))
            return Of(series, settings, k);
        string[] names = [.. outputs.Select(name => name == probability ? "1" : name[prefix.Length..])];
        if (names.Length == 1)
            return Columns((cell, _) => cell == names[0] ? 1 : 0, [$"not {names[0]}", names[0]]);
        return Columns((cell, each) => Array.IndexOf(names, cell) is >= 0 and var at ? at : throw Unknown(cell, each), names);

        TargetColumns Columns(Func<string, Series, double> number, string[] classes) =>
            new(target, [.. series.Select(each => each.Targets.Select(cells => cells[k].Length == 0 ? double.NaN : number(cells[k], each)).ToArray())], classes, [.. outputs]);

        ModelException Unknown(string cell, Series each) => new(ErrorCatalogue.BadTrainingData, $"class '{cell}' in column '{target.Column}'", $"one of {string.Join(", ", names.Take(12))}, the model's",
            "give data of the classes that the model was trained on", each.File);
    }

    static double Number(string cell, Series series, int row, CsvTarget target)
    {
        if (target.Column is null)
            return 0;
        if (cell.Length == 0)
            return double.NaN;
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            return double.IsFinite(value) ? value : double.NaN;
        if (target.Task == TaskKind.Anomaly && bool.TryParse(cell, out bool flag))
            return flag ? 1 : 0;
        throw new ModelException(ErrorCatalogue.BadTrainingData, $"'{cell}' in column '{target.Column}', sample {row + 1}{(series.Group.Length > 0 ? $" of '{series.Group}'" : "")}", "a number",
            "correct the cell, or give --task classification for names", series.File);
    }
}
