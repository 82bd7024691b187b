using System.Globalization;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>The target column of all series as numbers: itself, or the number of its class.</summary>
sealed class TargetColumns
{
    const string Probability = "_probability";

    TargetColumns(TableTarget target, double[][] values, string[] classes, string[] names, ClassLabels? labels = null) =>
        (Target, Values, Classes, OutputNames, Labels) = (target, values, classes, names, labels);

    public TableTarget Target { get; }

    /// <summary>Per series and row; NaN where the cell is blank. For anomalies, 0 is normal.</summary>
    public double[][] Values { get; }

    /// <summary>In order: of two, the second is the event. Empty where the target is a number.</summary>
    public string[] Classes { get; }

    /// <summary>How the classes were told from the table itself; null where it has numbers, or where a model says what they are.</summary>
    public ClassLabels? Labels { get; }

    /// <summary>For the user, where something had to be assumed.</summary>
    public string? Note { get; private init; }

    /// <summary>One output for each class, for a number, or the one that says which of two classes it is.</summary>
    public int Outputs => Classes.Length <= 2 ? 1 : Classes.Length;

    /// <summary>
    /// A column's own name; of two classes, COLUMN_probability for 1 against 0, else p_CLASS, with the column's name where there are more
    /// targets.
    /// </summary>
    public string[] OutputNames { get; }

    /// <summary>What the names of the outputs for target <paramref name="k"/>'s classes begin with.</summary>
    public static string Prefix(TableSettings settings, int k) => settings.Targets.Count == 1 ? "p_" : $"p_{settings.Targets[k].Column}_";

    /// <summary>Target <paramref name="k"/> of the settings.</summary>
    public static TargetColumns Of(IReadOnlyList<Series> series, TableSettings settings, int k)
    {
        var target = settings.Targets[k];
        if (!HasClasses(series, settings, k))
            return new(target, [.. series.Select(each => Enumerable.Range(0, each.Rows)
                .Select(row => Number(target.Column is null ? "" : each.Target(row, k), each, row, target)).ToArray())], [],
                [target.Task == TaskKind.Forecast ? $"{target.Column}_ahead_{settings.Horizon}" : target.Column ?? ""]);
        var labels = ClassLabels.Of(Cells(series, k), target, settings.Positive, series[0].File);
        string[] names = labels.Names;
        if (target.Task == TaskKind.Anomaly && names.Length > 2)
            throw new ModelException(ErrorCatalogue.BadTrainingData, $"{names.Length} classes in column '{target.Column}'", "two for --task anomaly: what is normal, and what is not", "write 0 for what is normal and 1 for the rest", series[0].File);
        string prefix = Prefix(settings, k);
        string[] outputs = names is ["0", "1"] ? [target.Column + Probability] : [.. (names.Length == 2 ? names[1..] : names).Select(name => prefix + name)];
        return new(target, Coded(series, k, labels.IndexOf), names, outputs, labels);
    }

    /// <summary>
    /// For a trained model, whose outputs are called p_CLASS: several in order, or the event that is told from the other class. What the
    /// event is, is never told from the table that is judged.
    /// <paramref name="trained"/> are the classes of training where the model says them. Models of other makers have no such names, and the data's own classes count.
    /// </summary>
    public static TargetColumns Of(
        IReadOnlyList<Series> series, TableSettings settings, int k, IReadOnlyList<string> outputs, IReadOnlyList<string>? trained)
    {
        var target = settings.Targets[k];
        string prefix = Prefix(settings, k), probability = target.Column + Probability;
        if (target.Task == TaskKind.Anomaly)
            return Anomaly(series, settings, k, trained);
        if (target.Task != TaskKind.Classification || trained?.Count != Math.Max(2, outputs.Count) && !outputs.All(name => name.StartsWith(prefix, StringComparison.Ordinal) || name == probability))
            return Of(series, settings, k);
        // The outputs' names as they are in the file lack commas and brackets.
        string[] names = trained?.Count == Math.Max(2, outputs.Count) ? [.. outputs.Count == 1 ? trained.Skip(1) : trained] : [.. outputs.Select(name => name == probability ? "1" : name[prefix.Length..])];
        if (names.Length > 1)
            return new(target, Coded(series, k, cell => Array.FindIndex(names, name => ClassLabels.Same(name, cell)) is >= 0 and var at ? at : throw Unknown(series, target, $"class '{cell}'", names)), names, [.. outputs]);

        string theEvent = names[0];
        if (settings.Positive.Count > 0 && !settings.Positive.Any(name => ClassLabels.Same(name, theEvent)))
            throw Unknown(series, target, $"--positive {string.Join(',', settings.Positive)}", [theEvent]);
        string other = trained?.FirstOrDefault(name => !ClassLabels.Same(name, theEvent)) ?? (outputs[0] == probability ? "0" : "");
        string[] seen = [.. Cells(series, k).Where(cell => !ClassLabels.Same(cell, theEvent)).DistinctBy(cell => cell.Trim().ToUpperInvariant())];
        if (other.Length > 0 && seen.FirstOrDefault(cell => !ClassLabels.Same(cell, other)) is { } stranger)
            throw Unknown(series, target, $"class '{stranger}'", [theEvent, other]);
        if (other.Length == 0 && seen.Length > 1)
            throw Unknown(series, target, $"classes {string.Join(", ", seen.Take(12).Select(cell => $"'{cell}'"))} beside '{theEvent}'", [theEvent], "and one other");
        bool isAssumed = other.Length == 0 && seen.Length == 1 && !Cells(series, k).Any(cell => ClassLabels.Same(cell, theEvent));
        return new(target, Coded(series, k, cell => ClassLabels.Same(cell, theEvent) ? 1 : 0), [other.Length > 0 ? other : seen.FirstOrDefault($"not {theEvent}"), theEvent], [.. outputs])
        {
            Note = isAssumed ? $"no sample of column '{target.Column}' is '{theEvent}', the model's event: all are '{seen[0]}', which is taken for the other class" : null,
        };
    }

    static TargetColumns Anomaly(IReadOnlyList<Series> series, TableSettings settings, int k, IReadOnlyList<string>? trained)
    {
        var target = settings.Targets[k];
        if (!HasClasses(series, settings, k))
            return Of(series, settings, k);
        if (trained is not { Count: 2 })
            return settings.Positive.Count > 0 ? Of(series, settings, k) : throw new ModelException(ErrorCatalogue.UnknownClass, $"names of classes in column '{target.Column}', and a model that does not say which of them is not normal",
                "0 for what is normal, or the class that is not", "give --positive CLASS, or evaluate the .onnx file that 'train' wrote", series[0].File);
        return new(target, Coded(series, k, cell => ClassLabels.Same(cell, trained[1]) ? 1 : ClassLabels.Same(cell, trained[0]) ? 0 : throw Unknown(series, target, $"class '{cell}'", trained)), [.. trained], [""]);
    }

    /// <summary>Every class that the user calls an event has to be one of two in some target.</summary>
    public static void RequireEvents(IReadOnlyList<TargetColumns> targets, TableSettings settings, string file)
    {
        foreach (string name in settings.Positive)
            if (!targets.Any(target => target.Classes.Length == 2 && ClassLabels.Same(target.Classes[1], name)))
                throw new ModelException(ErrorCatalogue.UnknownClass, $"--positive {name}, and {string.Join("; ", targets.Select(Describe))}", "one of two classes of a target", "correct --positive; of more than two classes none is the event", file);

        static string Describe(TargetColumns target) => target.Classes.Length == 0 ? $"numbers in '{target.Target.Column}'" : $"the classes {string.Join(", ", target.Classes.Take(12).Select(name => $"'{name}'"))} in '{target.Target.Column}'";
    }

    /// <summary>Names of classes; for anomalies, where they are neither numbers nor true and false.</summary>
    static bool HasClasses(IReadOnlyList<Series> series, TableSettings settings, int k) => settings.Targets[k].Task == TaskKind.Classification
        || settings.Targets[k] is { Task: TaskKind.Anomaly, Column: not null }
        && (settings.Positive.Count > 0 || Cells(series, k).Any(cell => !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && !bool.TryParse(cell, out _)));

    static IEnumerable<string> Cells(IReadOnlyList<Series> series, int k) =>
        series.SelectMany(each => Cells(each, k)).Where(cell => cell.Length > 0);

    static double[][] Coded(IReadOnlyList<Series> series, int k, Func<string, int> number) =>
        [.. series.Select(each => Cells(each, k).Select(cell => cell.Length == 0 ? double.NaN : number(cell)).ToArray())];

    static IEnumerable<string> Cells(Series series, int k) => Enumerable.Range(0, series.Rows).Select(row => series.Target(row, k));

    static ModelException Unknown(IReadOnlyList<Series> series, TableTarget target, string found, IReadOnlyList<string> classes, string more = "") => new(ErrorCatalogue.UnknownClass, $"{found} in column '{target.Column}'",
        $"{string.Join(", ", classes.Take(12).Select(name => $"'{name}'"))}{(more.Length > 0 ? " " : "")}{more}, as the model was trained", "name the classes as in training, or train a model on these", series[0].File);

    static double Number(string cell, Series series, int row, TableTarget target)
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
