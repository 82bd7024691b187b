using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Training.Data;
using EdgeLstm.Quantize.Training.Engine;
using EdgeLstm.Quantize.Training.Layers;
using EdgeLstm.Quantize.Training.Losses;

namespace EdgeLstm.Quantize.Training;

/// <summary>Trains a network and keeps the parameters of its best epoch; of its last one, where nothing is held out to choose by.</summary>
sealed class NetworkTrainer
{
    readonly TrainingData _data;
    readonly TrainingOptions _options;
    readonly BatchEngine<float> _engine;
    readonly TrainingLoop _loop;
    readonly int[] _judged;

    public NetworkTrainer(NetworkSpec spec, LossKind loss, TrainingData data, TrainingOptions options)
    {
        (_data, _options) = (data, options);
        var network = new TrainableNetwork<float>(spec);
        Initialization.Fill(network, (ulong)options.Seed, options.ForgetBias, options.UniformGates, options.InputBias);
        LossPart[] parts =
            [.. data.Heads.Select(head => new LossPart(head.Loss(loss), head.First, head.Count, data.Outputs[head.First].Scale))];
        _engine = new(network, new(parts), data.Windows, options.Batch, options.Threads);
        _judged = data.Validation.Length > 0 ? data.Validation : data.Train;
        _loop = new(_engine, new RoundedWeights(network, options), options)
        {
            Windows = data.Train,
            Judge = Judge,
            KeepsLast = data.Validation.Length == 0,
        };
    }

    /// <summary>Epochs behind us, first to last.</summary>
    public IReadOnlyList<EpochResult> History => _loop.History;

    /// <summary>The best so far, or null before the first epoch has ended.</summary>
    public TrainingResult? Result()
    {
        if (_loop.Best is null)
            return null;
        var copy = new TrainableNetwork<float>(_engine.Network.Spec);
        _loop.BestWeights.CopyTo(copy.Parameters);
        return new(copy, _data, _options, [.. History]);
    }

    /// <summary>Whether there is another epoch to run.</summary>
    public bool GoesOn => _loop.GoesOn;

    /// <summary>One epoch; <paramref name="done"/> is told the share of it that is behind us, and the mean loss so far.</summary>
    public EpochResult RunEpoch(CancellationToken cancel, Action<double, double>? done = null)
    {
        var result = _loop.RunEpoch(cancel, done);
        Saved = _loop.Save();
        return result;
    }

    /// <summary>Everything that the next epoch depends on, as the last one left it; null before the first has ended.</summary>
    public Checkpoint? Saved { get; private set; }

    /// <summary>Goes on where <paramref name="checkpoint"/> was saved, by a trainer of the same network.</summary>
    public void Restore(Checkpoint checkpoint)
    {
        _loop.Restore(checkpoint);
        Saved = checkpoint;
    }

    /// <summary>Why there is no result after an epoch.</summary>
    public ModelException Diverged() => new(ErrorCatalogue.TrainingDiverged,
        $"a validation loss of {History[^1].ValidationLoss} after {History.Count} epochs", "a finite one",
        "give a smaller --learning-rate or --clip-norm");

    (double Loss, double Metric) Judge()
    {
        var outputs = new float[_judged.Length * _data.Windows.AnswerSteps * _data.Windows.Outputs];
        double loss = _engine.Evaluate(_judged, outputs);
        return (loss, ValidationMetric.Of(_data, _judged, outputs));
    }
}
