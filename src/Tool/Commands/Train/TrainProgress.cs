using System.Globalization;
using EdgeLstm.Quantize.Training;

namespace EdgeLstm.Tool.Commands.Train;

/// <summary>
/// What the user sees while a network is trained: a status beside the bar, or a line for each epoch where there is no terminal.
/// </summary>
sealed class TrainProgress(TaskKind task, int epochs, int behind)
{
    readonly System.Diagnostics.Stopwatch _watch = System.Diagnostics.Stopwatch.StartNew();
    EpochResult? _best;

    /// <summary>Within an epoch; <paramref name="done"/> counts epochs, the ones before a resumption too.</summary>
    public string Status(double done, double loss) =>
        string.Create(CultureInfo.InvariantCulture,
        $"epoch {Math.Min(epochs, (int)done + 1)}/{epochs}, loss {loss:g4}{Best}, {Left(done)} left");

    public string Line(EpochResult epoch)
    {
        if (epoch.IsBest)
            _best = epoch;
        return string.Create(CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch}/{epochs}  loss {epoch.Loss:g5}  validation {epoch.ValidationLoss:g5}  {ValidationMetric.Name(task)} {epoch.Metric:g5}{(epoch.IsBest ? "  best" : "")}  {Left(epoch.Epoch)} left");
    }

    string Best => _best is null ? "" : string.Create(
        CultureInfo.InvariantCulture, $", best {ValidationMetric.Name(task)} {_best.Metric:g4}");

    string Left(double done)
    {
        double seconds = done <= behind ? 0 : _watch.Elapsed.TotalSeconds / (done - behind) * (epochs - done);
        return seconds < 3600 ? TimeSpan.FromSeconds(seconds).ToString(@"m\:ss", CultureInfo.InvariantCulture)
            : TimeSpan.FromSeconds(seconds).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
    }
}
