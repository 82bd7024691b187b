using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>What <c>evaluate</c> does: predict every window from reset, and score the answers.</summary>
static class EvaluateJob
{
    public static Report Run(EvaluateRequest request, Session session)
    {
        var targets = Judge(request, session);
        if (request.Page is not null)
            AtomicFile.WriteText(request.Page, EvaluatePage.Make(request, targets));
        var reports = targets.Select(target => (target.Name, target.Report(request, request.Json))).ToList();
        var report = reports.Count == 1 ? reports[0].Item2 : TargetReports.Join(reports);
        if (session.Tools.IsArtifact(request.Model))
            report = report with { Notes = [.. report.Notes, NextStep.NewApp(request.Model)] };
        return request.Page is null ? report : report with { Facts = [.. report.Facts, new("report", "report", request.Page)] };
    }

    static IReadOnlyList<JudgedTarget> Judge(EvaluateRequest request, Session session)
    {
        var model = session.Tools.Open(request.Model);
        if (request.Csv is { EveryStep: true } stream)
            return Csv(request, stream, model, session);
        int window = request.Window ?? model.Window ?? WarmUp(request.Model, session)
            ?? throw new ModelException(ErrorCatalogue.DataShape, "a model that does not say on which window it was trained",
            "one with a window or warm-up", "give --window, or --stream where it was trained with --loss-at every", request.Model);
        return request.Subset is null ? Csv(request, request.Csv! with { Window = window }, model, session)
            : [Cmapss(request, model, window, session)];
    }

    static JudgedEngines Cmapss(EvaluateRequest request, IPredictor model, int window, Session session)
    {
        RequireShape(model, CmapssFiles.Sensors.Length, 1, request.Model);
        var (values, lives, leftOut) = CmapssData.Test(request.Paths[0], request.Subset!, window);
        return new(Predict(model, new(lives.Length, window, model.Inputs.Count, values), session), lives, leftOut, window);
    }

    static IReadOnlyList<JudgedTarget> Csv(EvaluateRequest request, TableSettings settings, IPredictor model, Session session)
    {
        var network = session.Tools.IsArtifact(request.Model) ? null : session.Tools.Import(request.Model);
        var data = Read(request.Paths, settings, model, network, session);
        RequireShape(model, model.Inputs.Count, settings.Task == TaskKind.Anomaly ? model.Inputs.Count
            : data.Sum(target => target.Targets.Outputs), request.Model);
        float[] found = settings.EveryStep
            ? session.Screen.Track("predicting", data[0].Series.Count, done => StreamAnswers.Of(model, data[0], session.Cancel, done))
            : Predict(model, data[0].Samples!, session);
        if (!Array.Exists(found, float.IsFinite))
            throw new ModelException(ErrorCatalogue.NothingCompared, $"no finite answer of the model to {data[0].Count} windows",
                "one at least", "correct the data, or the model", request.Model);
        if (settings.Task == TaskKind.Anomaly)
            return [Anomaly(request, settings, model, network, data[0], found, session)];
        var targets = new List<JudgedTarget>();
        for (int k = 0, at = 0; k < data.Count; at += data[k++].Targets.Outputs)
        {
            var outputs = at..(at + data[k].Targets.Outputs);
            float[] own = data.Count == 1 ? found
                : [.. found.Chunk(model.Outputs.Count).SelectMany(answers => answers[outputs])];
            targets.Add(One(request, settings.Targets[k], data[k], own));
        }

        return targets;
    }

    static JudgedTarget One(EvaluateRequest request, TableTarget target, EvaluationWindows data, float[] found) => target.Task switch
    {
        TaskKind.Classification when data.Targets.Outputs > 1 => new JudgedClasses(target.Column!, data, found),
        TaskKind.Classification => new JudgedEvent(target.Column!, data, found, request.Threshold ?? 0.5, "threshold"),
        _ => new JudgedNumber(target.Column!, data, found),
    };

    static JudgedEvent Anomaly(EvaluateRequest request, TableSettings settings, IPredictor model, Network? network, EvaluationWindows data,
        float[] expected, Session session)
    {
        double[][] errors = AnomalyJudge.Errors(data, expected, model.Inputs.Count);
        var judge = Judge(request, settings, model, network, data, errors, session);
        var (judged, scores) = judge.Judge(data, errors);
        return new("what is not normal", judged, scores, request.Threshold ?? judge.Rule.Threshold, request.Threshold is null
            ? FormattableString.Invariant($"threshold, above {AnomalyRule.NormalShare * 100:g3} % of normal windows") : "threshold");
    }

    /// <summary>By tables of normal operation where they are given, else by what the model knows, else by a part of the data.</summary>
    static AnomalyJudge Judge(EvaluateRequest request, TableSettings settings, IPredictor model, Network? network, EvaluationWindows data,
        double[][] errors, Session session)
    {
        int features = model.Inputs.Count;
        if (request.Normal.Count == 0)
            return network?.Anomaly is { } trained && trained.Scales.Count == features ? AnomalyJudge.Trained(trained)
                : AnomalyJudge.Apart(data, errors, settings.Window, request.Paths[0]);
        var normal = Read(request.Normal, settings, model, network, session)[0];
        float[] expected = Predict(model, normal.Samples!, session);
        return AnomalyJudge.Normal(normal, AnomalyJudge.Errors(normal, expected, features), request.Normal[0]);
    }

    static IReadOnlyList<EvaluationWindows> Read(IReadOnlyList<string> paths, TableSettings settings, IPredictor model, Network? network,
        Session session)
    {
        // A model of another maker that says what its event is.
        if (settings.Positive.Count == 0 && network is { Positive: { } positive, Classes.Count: 0 }
            && settings.Task == TaskKind.Classification)
            settings = settings with { Positive = [positive] };
        settings = settings with { Features = [.. model.Inputs.Select(input => input.Name)], Excluded = [] };
        return session.Reading(done => EvaluationWindows.Read(paths, settings,
            GapFiller.Of(model.Missing, model.Inputs), [.. model.Outputs.Select(output => output.Name)],
            network?.Classes ?? new Dictionary<string, IReadOnlyList<string>>(), done));
    }

    static float[] Predict(IPredictor model, Dataset data, Session session) =>
        session.Screen.Track("predicting", data.Windows, done => WindowAnswers.Of(model, data, session.Cancel, done));

    static int? WarmUp(string path, Session session) =>
        session.Tools.IsArtifact(path) ? session.Tools.Artifact(path).WarmUpSteps : session.Tools.Import(path).WarmUpSteps;

    static void RequireShape(IPredictor model, int inputs, int outputs, string path)
    {
        if (model.Inputs.Count != inputs || model.Outputs.Count != outputs)
            throw new ModelException(ErrorCatalogue.DataShape, $"a model of {model.Inputs.Count} inputs and {model.Outputs.Count} outputs",
                $"{inputs} and {outputs}",
                "evaluate the model with the data and the task that it was trained for", path);
    }
}
