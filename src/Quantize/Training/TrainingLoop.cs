using EdgeLstm.Quantize.Training.Engine;
using EdgeLstm.Quantize.Training.Optimizers;

namespace EdgeLstm.Quantize.Training;

/// <summary>
/// Epochs of batches over a parameterization, for whoever trains: shuffle, gradient, clipping, optimizer, judgement. It keeps the
/// weights of the best epoch. Everything random comes from the seed and a place: the epoch, the batch, the block.
/// </summary>
sealed class TrainingLoop
{
    const int ShufflePurpose = 1, NoisePurpose = 2;

    readonly BatchEngine<float> _engine;
    readonly IParameterization _parameterization;
    readonly TrainingOptions _options;
    readonly Optimizer<float> _optimizer;
    readonly WeightAverage? _average;
    readonly float[] _theta, _weights, _best;
    readonly List<EpochResult> _history = [];

    public TrainingLoop(BatchEngine<float> engine, IParameterization parameterization, TrainingOptions options)
    {
        (_engine, _parameterization, _options) = (engine, parameterization, options);
        _theta = parameterization.Start();
        _optimizer = Optimizer<float>.Create(options.Optimizer, _theta.Length);
        _average = options.Average > 0 ? new(_theta.Length, options.Average) : null;
        (_weights, _best) = (new float[engine.Network.Parameters.Length], new float[engine.Network.Parameters.Length]);
    }

    /// <summary>Those to learn from; each is met once an epoch.</summary>
    public required int[] Windows { get; init; }

    /// <summary>Loss and metric of the weights that the network has, after each epoch.</summary>
    public required Func<(double Loss, double Metric)> Judge { get; init; }

    /// <summary>What an epoch, from 0, needs before its first batch.</summary>
    public Action<int>? Prepare { get; init; }

    /// <summary>The first epoch to be the best has a lower loss than this.</summary>
    public double Bound { get; init; } = double.PositiveInfinity;

    /// <summary>Where nothing is held out, every epoch is better than the one before: its loss is no ground to choose by.</summary>
    public bool KeepsLast { get; init; }

    /// <summary>Epochs behind us, first to last.</summary>
    public IReadOnlyList<EpochResult> History => _history;

    /// <summary>Null where no epoch has been any good yet.</summary>
    public EpochResult? Best => _history.FindLast(epoch => epoch.IsBest);

    /// <summary>The weights of <see cref="Best"/>, as the network had them.</summary>
    public ReadOnlySpan<float> BestWeights => _best;

    /// <summary>Whether there is another epoch to run.</summary>
    public bool GoesOn =>
        _history.Count < _options.Epochs && (_options.Patience == 0 || _history.Count - (Best?.Epoch ?? 0) < _options.Patience);

    /// <summary>One epoch; <paramref name="done"/> is told the share of it that is behind us, and the mean loss so far.</summary>
    public EpochResult RunEpoch(CancellationToken cancel, Action<double, double>? done = null)
    {
        int epoch = _history.Count;
        var order = Windows.ToArray();
        new SeededRandom(SeededRandom.Derive((ulong)_options.Seed, ShufflePurpose, epoch)).Shuffle<int>(order);
        Prepare?.Invoke(epoch);
        double rate = LearningRate.In(epoch, _options, _history), sum = 0;
        for (int at = 0; at < order.Length; at += _options.Batch)
        {
            cancel.ThrowIfCancellationRequested();
            var batch = order[at..Math.Min(order.Length, at + _options.Batch)];
            Pack(_theta, epoch);
            ulong key = SeededRandom.Derive((ulong)_options.Seed, NoisePurpose, epoch, at);
            double loss = _engine.Train(batch, new(Training: true, _options.NoiseIn(epoch), key)
            {
                Unhardened = epoch + 1 < _options.HardFrom,
                InputNoise = _options.InputNoise,
            });
            var gradient = _parameterization.Gradient(_theta, _engine.Gradient);
            GradientNorm.Clip<float>(gradient, _options.ClipNorm);
            WeightDecay.Apply(_parameterization.Blocks, _theta, rate, _options.WeightDecay);
            _optimizer.Step(_theta, gradient, rate);
            _average?.Add(_theta, _optimizer.Steps);
            sum += loss * batch.Length;
            done?.Invoke((double)(at + batch.Length) / order.Length, sum / (at + batch.Length));
        }

        Pack(_average?.Values ?? _theta, epoch);
        var (judged, metric) = Judge();
        // A loss that is not a number is never the best.
        bool isBest = judged < (KeepsLast ? double.PositiveInfinity : Best?.ValidationLoss ?? Bound);
        if (isBest)
            _weights.CopyTo(_best, 0);
        _history.Add(new(epoch + 1, sum / order.Length, judged, metric, isBest));
        return _history[^1];
    }

    /// <summary>Everything that the next epoch depends on, as the last one left it.</summary>
    public Checkpoint Save() => new(_optimizer.Steps, [.. _history], [.. Vectors.Select(vector => vector.ToArray())]);

    /// <summary>Goes on where <paramref name="checkpoint"/> was saved, by a loop over the same network.</summary>
    public void Restore(Checkpoint checkpoint)
    {
        _history.Clear();
        _history.AddRange(checkpoint.History);
        _optimizer.Steps = checkpoint.OptimizerSteps;
        foreach (var (own, saved) in Vectors.Zip(checkpoint.Vectors))
            saved.CopyTo(own, 0);
    }

    float[][] Vectors => [_theta, _best, .. _average is null ? [] : (float[][])[_average.Values], .. _optimizer.Memory];

    void Pack(float[] theta, int epoch)
    {
        _parameterization.Weights(theta, epoch, _weights);
        _engine.Network.Pack(_weights);
    }
}
