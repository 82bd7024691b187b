using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Quantize;

/// <summary>Trains a network on a user's own tables.</summary>
public sealed class Trainer
{
    readonly IReadOnlyList<string> _files;
    readonly TableSettings _table;
    readonly NetworkOptions _network;
    readonly TrainingOptions _training;
    readonly LossKind _loss;
    readonly TrainingData _data;
    readonly NetworkTrainer _trainer;

    /// <summary>Reads the tables.</summary>
    /// <param name="files">.csv, with a header of column names.</param>
    /// <param name="table">What is to be learned from them.</param>
    /// <param name="network">Null: one LSTM layer of 64 units.</param>
    /// <param name="training">Null: what <c>edgelstm train</c> does when it is told nothing.</param>
    /// <param name="loss">For numbers; classes have cross-entropy.</param>
    /// <exception cref="ModelException">ELSTM150 to 158: a table cannot be read. ELSTM190 to 196: it does not do for the task.</exception>
    /// <exception cref="ArgumentException">There is no file, no target, no such cell, or a loss of classes.</exception>
    public Trainer(IReadOnlyList<string> files, TableSettings table, NetworkOptions? network = null, TrainingOptions? training = null,
        LossKind loss = LossKind.SquaredError)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(table);
        if (files.Count == 0)
            throw new ArgumentException("There is no file, expected one table at least.", nameof(files));
        if (loss is not (LossKind.SquaredError or LossKind.Huber or LossKind.Phm08))
            throw new ArgumentException($"The loss is {loss}, expected one of numbers; classes take theirs by themselves.", nameof(loss));
        (_files, _table, _network, _training, _loss) = (files, Named(table), network ?? new(), training ?? new(), loss);
        _network.Validate();
        _data = CsvData.Load(files, _table, _training.Seed);
        _trainer = new(_network.Spec(_data.Inputs.Count, _data.Outputs.Count), loss, _data, _training);
    }

    /// <summary>What was decided for the data and noticed in it, in sentences.</summary>
    public IReadOnlyList<string> Notes => [.. _data.FirstLines, .. _data.Notes];

    /// <summary>Epochs behind us, first to last.</summary>
    public IReadOnlyList<EpochResult> History => _trainer.History;

    /// <summary>The best network so far; null before the first epoch has ended.</summary>
    public TrainedNetwork? Best => _trainer.Result() is { } result
        ? new(result, () => TrainingMetadata.Of(_files, _table, _network, _loss, result), Notes) : null;

    /// <summary>Trains to the end: the epochs, or as long as patience lasts. Called again after it was stopped, it goes on.</summary>
    /// <param name="progress">Told after each batch and each epoch.</param>
    /// <param name="cancel">Stops it; <see cref="Best"/> stays.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ModelException">ELSTM193: the loss is not a number from the first epoch on.</exception>
    public TrainedNetwork Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancel = default)
    {
        while (_trainer.GoesOn)
        {
            double behind = _trainer.History.Count, loss = 0;
            var epoch = _trainer.RunEpoch(cancel, (share, mean) =>
            {
                loss = mean;
                progress?.Report(new((behind + share) / _training.Epochs, mean, null));
            });
            progress?.Report(new((behind + 1) / _training.Epochs, loss, epoch));
            if (!double.IsFinite(epoch.ValidationLoss))
                break;
        }

        return Best ?? throw _trainer.Diverged();
    }

    /// <summary>Columns may be named as the header has them, with their units.</summary>
    static TableSettings Named(TableSettings table)
    {
        if (table.Targets.Count == 0)
            throw new ArgumentException("There is no target, expected one at least.", nameof(table));
        return table with
        {
            Targets = [.. table.Targets.Select(target => target with { Column = Name(target.Column) })],
            Group = Name(table.Group),
            Time = Name(table.Time),
            Features = [.. table.Features.Select(Name).OfType<string>()],
            Excluded = [.. table.Excluded.Select(Name).OfType<string>()],
        };
    }

    static string? Name(string? column) => column is null ? null : ColumnTitle.Of(column).Name;
}
