using System.Security.Cryptography;
using System.Text;
using EdgeLstm.Quantize;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;
using EdgeLstm.Quantize.Training.Export;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary>
/// What <c>train</c> does: load, train, write the best epoch's model, say how good it is. Ctrl-C ends it with the best so far and a file to
/// go on from.
/// </summary>
static class TrainJob
{
    /// <summary>How much work an interruption that leaves no time to save, such as a power cut, may cost.</summary>
    static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(30);

    public static void Run(TrainRequest request, Session session)
    {
        var data = request.Csv is { } csv
            ? session.Reading(done => CsvData.Load(request.Paths, csv, request.Training.Seed, done))
            : CmapssData.Training(request.Paths[0], request.Subset!, request.Window, request.Validation, request.Training.Seed);
        var loss = request.Loss ?? LossKind.SquaredError;
        var spec = request.Network.Spec(data.Inputs.Count, data.Outputs.Count);
        var trainer = new NetworkTrainer(spec, loss, data, request.Training);
        string checkpoint = request.Output + ".resume",
            fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{data.Hash} {request.Identity}")));
        if (request.Resume)
            trainer.Restore(Checkpoint.Read(checkpoint, fingerprint, spec));

        if (!request.Json)
            session.Screen.Say([.. request.Subset is null ? Array.Empty<string>() : [OptionsInFull.Of(request)], .. data.FirstLines]);
        bool stopped = !Train(request, session, data, trainer, () => trainer.Saved?.Write(checkpoint, fingerprint));
        if (trainer.Result() is not { } model)
        {
            session.Cancel.ThrowIfCancellationRequested();
            throw trainer.Diverged();
        }

        OnnxExporter.Write(model, request.Output, Path.GetFileNameWithoutExtension(request.Output), LibraryVersion.Release,
            TrainingMetadata.Of(request.Subset is null ? request.Paths : [$"C-MAPSS {request.Subset}"], request.Csv, request.Network, loss,
                model));
        if (!stopped)
            File.Delete(checkpoint);
        var report = TrainReport.Make(request, model, stopped);
        if (request.Page is not null)
            AtomicFile.WriteText(request.Page, TrainPage.Make(Path.GetFileName(request.Output),
                TrainReport.Make(request with { Json = true }, model, stopped), model,
                HeldOut.Of(model, loss)));
        session.Screen.Show(report, request.Json);
        if (stopped)
            throw new OperationCanceledException(session.Cancel);
    }

    /// <summary>Returns whether training ran to its end.</summary>
    static bool Train(TrainRequest request, Session session, TrainingData data, NetworkTrainer trainer, Action save) =>
        session.Screen.Follow("training", request.Training.Epochs, request.Json, show =>
    {
        var progress = new TrainProgress(data.Task, request.Training.Epochs, trainer.History.Count);
        var saved = System.Diagnostics.Stopwatch.StartNew();
        try
        {
            while (trainer.GoesOn)
            {
                int behind = trainer.History.Count;
                var epoch = trainer.RunEpoch(session.Cancel,
                    (share, loss) => show(behind + share, progress.Status(behind + share, loss), null));
                show(behind + 1, progress.Status(behind + 1, epoch.Loss), progress.Line(epoch));
                if (!double.IsFinite(epoch.ValidationLoss))
                    break;
                if (saved.Elapsed <= BetweenCheckpoints)
                    continue;
                save();
                saved.Restart();
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            // The epoch under way is lost; it will be run again from its start, so that a resumed run is the same as one that was not
            // interrupted.
            save();
            return false;
        }
    });
}
