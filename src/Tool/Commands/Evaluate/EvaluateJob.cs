using EdgeLstm.Generator.Model.Errors;
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
        var model = session.Tools.Open(request.Model);
        if (request.Csv is { EveryStep: true } stream)
            return Csv(request, stream, model, session);
        int window = request.Window ?? model.Window ?? WarmUp(request.Model, session)
            ?? throw new ModelException(ErrorCatalogue.DataShape, "a model that does not say on which window it was trained",
            "one with a window or warm-up", "give --window, or --stream where it was trained with --loss-at every", request.Model);
        return request.Subset is null ? Csv(request, request.Csv! with { Window = window }, model, session)
            : Cmapss(request, model, window, session);
    }

    static Report Cmapss(EvaluateRequest request, IPredictor model, int window, Session session)
    {
        RequireShape(model, CmapssFiles.Sensors.Length, 1, request.Model);
        var (values, lives, leftOut) = CmapssData.Test(request.Paths[0], request.Subset!, window);
        float[] found = Predict(model, values, window, session);
        double[] capped = [.. lives.Select(life => Math.Min(life, CmapssData.Cap))];
        var notes = new List<string>();
        if (leftOut > 0)
            notes.Add($"left out {leftOut} test engines of fewer than {window} cycles");
        return new()
        {
            Facts =
            [
                new("model", "model", request.Model),
                new("engines", "test engines", lives.Length),
                new("rmse", $"RMSE, lives capped at {CmapssData.Cap}", NumberScores.Rmse(found, capped)),
                new("phm08", "PHM08 score", NumberScores.Phm08(found, capped)),
                new("mae", "mean absolute error", NumberScores.Mae(found, capped)),
                new("rmseUncapped", "RMSE, lives as they are", NumberScores.Rmse(found, lives)),
                new("phm08Uncapped", "PHM08 score, lives as they are", NumberScores.Phm08(found, lives)),
            ],
            Notes = notes,
        };
    }

    static Report Csv(EvaluateRequest request, TableSettings settings, IPredictor model, Session session)
    {
        var network = session.Tools.IsArtifact(request.Model) ? null : session.Tools.Import(request.Model);
        var data = Read(request.Paths, settings, model, network);
        RequireShape(model, model.Inputs.Count, settings.Task == TaskKind.Anomaly ? model.Inputs.Count
            : data.Sum(target => target.Targets.Outputs), request.Model);
        float[] found = settings.EveryStep
            ? session.Screen.Track("predicting", data[0].Series.Count, done => StreamAnswers.Of(model, data[0], session.Cancel, done))
            : Predict(model, data[0].Values, settings.Window, session);
        if (!Array.Exists(found, float.IsFinite))
            throw new ModelException(ErrorCatalogue.NothingCompared, $"no finite answer of the model to {data[0].Count} windows",
                "one at least", "correct the data, or the model", request.Model);
        if (data.Count == 1)
            return settings.Task == TaskKind.Anomaly ? Anomaly(request, settings, model, network, data[0], found, session)
                : One(request, settings.Targets[0], data[0], found);
        var reports = new List<(string, Report)>();
        for (int k = 0, at = 0; k < data.Count; at += data[k++].Targets.Outputs)
        {
            var outputs = at..(at + data[k].Targets.Outputs);
            reports.Add((settings.Targets[k].Column!,
                One(request, settings.Targets[k], data[k], [.. found.Chunk(model.Outputs.Count).SelectMany(answers => answers[outputs])])));
        }

        return TargetReports.Join(reports);
    }

    static Report One(EvaluateRequest request, TableTarget target, EvaluationWindows data, float[] found) => target.Task switch
    {
        TaskKind.Classification when data.Targets.Outputs > 1 => ClassReport.Make(request, data, found),
        TaskKind.Classification => FaultReport.Make(request, data, found, request.Threshold ?? 0.5, "threshold"),
        _ => new()
        {
            Facts =
            [
                new("model", "model", request.Model),
                new("windows", "windows", data.Count),
                new("rmse", "RMSE", NumberScores.Rmse(found, data.Truth)),
                new("mae", "mean absolute error", NumberScores.Mae(found, data.Truth)),
                new("r2", "R², share of the variance explained", NumberScores.Explained(found, data.Truth)),
                new("phm08", "PHM08 score", NumberScores.Phm08(found, data.Truth)),
            ],
            Notes = data.Notes,
        },
    };

    static Report Anomaly(EvaluateRequest request, TableSettings settings, IPredictor model, Network? network, EvaluationWindows data,
        float[] expected, Session session)
    {
        double[][] errors = AnomalyJudge.Errors(data, expected, model.Inputs.Count);
        var judge = Judge(request, settings, model, network, data, errors, session);
        var (judged, scores) = judge.Judge(data, errors);
        return FaultReport.Make(request, judged, scores, request.Threshold ?? judge.Rule.Threshold, request.Threshold is null
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
        var normal = Read(request.Normal, settings, model, network)[0];
        float[] expected = Predict(model, normal.Values, settings.Window, session);
        return AnomalyJudge.Normal(normal, AnomalyJudge.Errors(normal, expected, features), request.Normal[0]);
    }

    static IReadOnlyList<EvaluationWindows> Read(IReadOnlyList<string> paths, TableSettings settings, IPredictor model, Network? network)
    {
        // A model of another maker that says what its event is.
        if (settings.Positive.Count == 0 && network is { Positive: { } positive, Classes.Count: 0 }
            && settings.Task == TaskKind.Classification)
            settings = settings with { Positive = [positive] };
        return EvaluationWindows.Read(paths, settings with { Features = [.. model.Inputs.Select(input => input.Name)], Excluded = [] },
            GapFiller.Of(model.Missing, model.Inputs), [.. model.Outputs.Select(output => output.Name)],
            network?.Classes ?? new Dictionary<string, IReadOnlyList<string>>());
    }

    static float[] Predict(IPredictor model, float[] values, int window, Session session) => session.Screen.Track("predicting",
        WindowAnswers.Windows(model, values, window), done => WindowAnswers.Of(model, values, window, session.Cancel, done));

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
