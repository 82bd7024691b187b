using System.Security;
using System.Text.RegularExpressions;
using EdgeLstm.Generator.Emit;

namespace EdgeLstm.Tool.Commands.New;

/// <summary>
/// The files of templates/app, which the package EdgeLstm.Templates has too, with a model's names in place of theirs. What 'dotnet new'
/// replaces says .template.config/template.json there; a test compares the two.
/// </summary>
static class AppFiles
{
    const string Prefix = "template/", Step = "Prediction.Step.cs", Window = "Prediction.Window.cs", Feed = "nuget.config",
        Sample = "sample.csv";

    /// <summary>Paths with slashes, and texts.</summary>
    public static IEnumerable<(string Path, string Text)> For(AppNames names, AlarmChoice alarm, AppSettings settings)
    {
        var assembly = typeof(AppFiles).Assembly;
        var replacements = Replacements(names, alarm, settings);
        var placeholder = new Regex(string.Join('|', replacements.Keys.Select(Regex.Escape)));
        foreach (string resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!resource.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            string path = resource[Prefix.Length..].Replace('\\', '/');
            if (path == (settings.Window is null ? Window : Step) || path == Feed && settings.Feed is null)
                continue;
            using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            path = path is Step or Window ? "Prediction.cs" : path.Replace("PlantApp", names.Project, StringComparison.Ordinal)
                .Replace("PlantModel", names.Class, StringComparison.Ordinal);
            yield return (path,
                // In one pass, so that nothing is replaced in what was put in.
                placeholder.Replace(text.ReadToEnd().ReplaceLineEndings("\n"), match => replacements[match.Value]));
        }

        yield return (Sample, settings.Sample);
    }

    /// <summary>What stands in the template's files, and what in its place.</summary>
    internal static IReadOnlyDictionary<string, string> Replacements(AppNames names, AlarmChoice alarm, AppSettings settings) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PlantApp"] = names.Project,
            ["PlantSpace"] = names.Space,
            ["PlantModel"] = names.Class,
            ["plant.elstm"] = names.Model,
            ["0.1.0-*"] = settings.Version,
            ["PLANT_FEED"] = SecurityElement.Escape(settings.Feed ?? ""),
            ["PLANT_WINDOW"] = FormattableString.Invariant($"{settings.Window}"),
            ["\"PLANT_OUTPUT\""] = CodeWriter.Literal(alarm.Output.Name),
            ["PLANT_ABOVE"] = alarm.IsAbove ? "true" : "false",
            ["PLANT_RAISE"] = CodeWriter.Float(alarm.Raise),
            ["PLANT_RELEASE"] = CodeWriter.Float(alarm.Release),
            ["PLANT_WHY"] = SecurityElement.Escape(alarm.Why),
            ["PLANT_SAMPLE"] = "rows around the model's usual values, made up: put a log of your machine in their place",
        };
}
