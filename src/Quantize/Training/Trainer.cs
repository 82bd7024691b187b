using EdgeLstm.Quantize.Training.Data;
using EdgeLstm.Quantize.Training.Engine;
using EdgeLstm.Quantize.Training.Layers;
using EdgeLstm.Quantize.Training.Losses;
using EdgeLstm.Quantize.Training.Optimizers;

namespace EdgeLstm.Quantize.Training;

/// <summary>Trains a network and keeps the parameters of its best epoch; of its last one, where nothing is held out to choose by. Everything random comes from the seed and a place: the epoch, the batch, the block.</summary>
sealed class Trainer
{
    const int ShufflePurpose = 1, NoisePurpose = 2;

    readonly TrainingData _data;
    readonly TrainingOptions _options;
    readonly TrainableNetwork<float> _network;
    readonly BatchEngine<float> _engine;
    readonly Optimizer<float> _optimizer;
    readonly List<EpochResult> _history = [];
    readonly WeightAverage? _average;
    readonly float[] _effective, _best;
    readonly int[] _judged;

    public Trainer(NetworkSpec spec, LossKind loss, TrainingData data, TrainingOptions options)
    {
        (_data, _options) = (data, options);
        _network = new(spec);
        Initialization.Fill(_network, (ulong)options.Seed, options.ForgetBias, options.UniformGates, options.InputBias);
        _engine = new(_network, new([.. data.Heads.Select(head => new LossPart(head.Loss(loss), head.First, head.Count, data.Outputs[head.First].Scale))]), data.Windows, options.Batch, options.Threads);
        _optimizer = Optimizer<float>.Create(options.Optimizer, _network.Parameters.Length);
        _average = options.Average > 0 ? new(_network.Parameters.Length, options.Average) : null;
        _judged = data.Validation.Length > 0 ? data.Validation : data.Train;
        _effective = new float[_network.Parameters.Length];
        _best = new float[_network.Parameters.Length];
    }

    /// <summary>Epochs behind us, first to last.</summary>
    public IReadOnlyList<EpochResult> History => _history;

    /// <summary>The best so far, or null before the first epoch has ended.</summary>
    public TrainedModel? Result()
    {
        if (!_history.Exists(epoch => epoch.IsBest))
            return null;
        var copy = new TrainableNetwork<float>(_network.Spec);
        _best.CopyTo(copy.Parameters, 0);
        return new(copy, _data, _options, [.. _history]);
    }

    /// <summary>Whether there is another epoch to run.</summary>
    public bool GoesOn => _history.Count < _options.Epochs && (_options.Patience == 0 || _history.Count - (_history.FindLast(epoch => epoch.IsBest)?.Epoch ?? 0) < _options.Patience);

    /// <summary>One epoch; <paramref name="done"/> is told the share of it that is behind us, and the mean loss so far.</summary>
    public EpochResult RunEpoch(CancellationToken cancel, Action<double, double>? done = null)
    {
        int epoch = _history.Count;
        var order = _data.Train.ToArray();
        new SeededRandom(SeededRandom.Derive((ulong)_options.Seed, ShufflePurpose, epoch)).Shuffle<int>(order);
        double rate = LearningRate.In(epoch, _options, _history), sum = 0;
        for (int at = 0; at < order.Length; at += _options.Batch)
        {
            cancel.ThrowIfCancellationRequested();
            var batch = order[at..Math.Min(order.Length, at + _options.Batch)];
            Pack(_network.Parameters, epoch);
            double loss = _engine.Train(batch, new(Training: true, _options.NoiseIn(epoch), SeededRandom.Derive((ulong)_options.Seed, NoisePurpose, epoch, at))
            {
                Unhardened = epoch + 1 < _options.HardFrom,
                InputNoise = _options.InputNoise,
            });
            GradientNorm.Clip<float>(_engine.Gradient, _options.ClipNorm);
            WeightDecay.Apply(_network.Blocks, _network.Parameters, rate, _options.WeightDecay);
            _optimizer.Step(_network.Parameters, _engine.Gradient, rate);
            _average?.Add(_network.Parameters, _optimizer.Steps);
            sum += loss * batch.Length;
            done?.Invoke((double)(at + batch.Length) / order.Length, sum / (at + batch.Length));
        }

        Pack(_average?.Values ?? _network.Parameters, epoch);
        var outputs = new float[_judged.Length * _data.Windows.AnswerSteps * _data.Windows.Outputs];
        double validation = _engine.Evaluate(_judged, outputs);
        // A loss that is not a number is never the best. Where nothing is held out, every epoch is better than the one before: its loss is no ground to choose by.
        double bound = _data.Validation.Length == 0 ? double.PositiveInfinity : _history.Where(past => past.IsBest).Select(past => past.ValidationLoss).DefaultIfEmpty(double.PositiveInfinity).Last();
        bool isBest = validation < bound;
        if (isBest)
            _effective.CopyTo(_best, 0);
        var result = new EpochResult(epoch + 1, sum / order.Length, validation, ValidationMetric.Of(_data, _judged, outputs), isBest);
        _history.Add(result);
        Saved = new(_optimizer.Steps, [.. _history], [.. Vectors.Select(vector => vector.ToArray())]);
        return result;
    }

    /// <summary>Everything that the next epoch depends on, as the last one left it; null before the first has ended.</summary>
    public Checkpoint? Saved { get; private set; }

    /// <summary>Goes on where <paramref name="checkpoint"/> was saved, by a trainer of the same network.</summary>
    public void Restore(Checkpoint checkpoint)
    {
        _history.Clear();
        _history.AddRange(checkpoint.History);
        _optimizer.Steps = checkpoint.OptimizerSteps;
        foreach (var (own, saved) in Vectors.Zip(checkpoint.Vectors))
            saved.CopyTo(own, 0);
        Saved = checkpoint;
    }

    float[][] Vectors => [_network.Parameters, _best, .. _average is null ? [] : (float[][])[_average.Values], .. _optimizer.Memory];

    void Pack(float[] weights, int epoch)
    {
        bool rounded = epoch + 1 >= _options.RoundFrom;
        WeightRounding.Apply(rounded ? _options.Rounding : RoundingKind.None, _options.RoundingStep, _network.Blocks, weights, _effective);
        _network.Pack(_effective);
    }
}
