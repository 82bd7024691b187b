using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.New;

/// <summary>What <c>new app</c> does: the template's files with a model's names, and the model.</summary>
static class NewAppJob
{
    public static Report Run(NewAppRequest request, Session session)
    {
        if (!session.Tools.IsArtifact(request.Model))
        {
            string artifact = Path.ChangeExtension(request.Model, ".elstm");
            throw new ModelException(ErrorCatalogue.UnknownModelKind, "a trained model", "an artifact (.elstm)",
                $"make it with 'edgelstm quantize {Shell.Word(request.Model)} -o {Shell.Word(artifact)} --calibrate DATA', and give that",
                request.Model);
        }

        var model = session.Tools.Artifact(request.Model);
        byte[] bytes = File.ReadAllBytes(request.Model);
        if (!request.Force && Directory.Exists(request.Folder) && Directory.EnumerateFileSystemEntries(request.Folder).Any())
            throw new ModelException(ErrorCatalogue.FolderNotEmpty, "a folder that is not empty", "a new one, or an empty one",
                "give another folder, or --force to write over files of the same names", request.Folder);
        if (File.Exists(request.Folder))
            throw new ModelException(ErrorCatalogue.CannotWrite, "a file", "a folder", "give another name", request.Folder);

        var names = AppNames.Of(request);
        var alarm = AlarmChoice.Of(model, request);
        int? window = Window(model, request);
        string? feed = PackageFeed.Find(request.Feed, Environment.CurrentDirectory);
        int warmUp = window ?? model.WarmUpSteps;
        var settings = new AppSettings(window, feed, Version, SampleRows.For(model, warmUp));
        foreach (var (path, text) in AppFiles.For(names, alarm, settings))
            AtomicFile.WriteText(Path.Combine(request.Folder, path), text);
        using (var file = AtomicFile.Create(Path.Combine(request.Folder, names.Model)))
        {
            file.Stream.Write(bytes);
            file.Commit();
        }

        return Report(request, names, alarm, window, feed, model);
    }

    /// <summary>Of a tool that was packed, the release that it is of; of others what is newest.</summary>
    static string Version => ShowVersion.Text.Contains('-', StringComparison.Ordinal)
        ? ShowVersion.Text.Split('-')[0] + "-*" : ShowVersion.Text;

    /// <summary>As the model was trained, unless the user says otherwise.</summary>
    static int? Window(ModelArtifact model, NewAppRequest request)
    {
        if (request.Stream && !model.CanStream)
            throw new ModelException(ErrorCatalogue.ModelCannotStream, $"a model that reads ahead ({model.Plan.WhyWindows})",
                "one that takes one sample after the other", "leave out --stream", request.Model);
        int least = model.Plan.MinSamples;
        if (request.Window < least)
            throw new ModelException(ErrorCatalogue.DataShape, $"--window {request.Window}", $"{least} or more samples",
                "give a longer window", request.Model);
        return request.Window ?? (request.Stream ? null : model.Rules.MadeFor(model.Window)
            ?? (model.CanStream ? null : Math.Max(least, model.WarmUpSteps)));
    }

    static Report Report(NewAppRequest request, AppNames names, AlarmChoice alarm, int? window, string? feed, ModelArtifact model)
    {
        string folder = Shell.Word(request.Folder);
        string unit = alarm.Output.Unit.Length == 0 ? "" : " " + alarm.Output.Unit;
        var (raise, release) = (FormattableString.Invariant($"{alarm.Raise}"), FormattableString.Invariant($"{alarm.Release}"));
        var (bad, good) = alarm.IsAbove ? ("above", "below") : ("below", "above");
        var notes = new List<string>();
        if (model.Rules.Group.Length > 0)
            notes.Add($"a table of several machines: --group {Shell.Word(model.Rules.Group)} parts them in a replay, as in training");
        if (feed is null)
            notes.Add("no folder with EdgeLstm.Runtime was found: one of your NuGet sources has to have it, or give --feed FOLDER");
        notes.Add($"next: 'cd {folder}' and 'dotnet run -- --replay sample.csv', with a log of your own in place of sample.csv");
        notes.Add("then: 'dotnet test tests -c Release', and 'dotnet publish -c Release -r linux-arm64 -o out' for the board");
        return new()
        {
            Facts =
            [
                new("folder", "folder", request.Folder),
                new("project", "project", names.Project + ".csproj"),
                new("class", "class", $"{names.Space}.{names.Class}"),
                new("call", "calls", window is { } n ? new ReportCell($"window {n}", $"SlidingWindow, {n} samples")
                    : new ReportCell("step", "Step, with the state carried on")),
                new("watched", "rings by", alarm.Output.Name),
                new("limit", "limit", new ReportCell($"{bad} {raise}", $"{bad} {raise}{unit}, until {good} {release}{unit}")),
                new("why", "taken for", alarm.Why),
                .. feed is null ? Array.Empty<Fact>() : [new("feed", "packages", feed)],
            ],
            Notes = notes,
        };
    }
}
