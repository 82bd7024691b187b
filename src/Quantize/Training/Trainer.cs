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

    readonly TrainingData data;
    readonly TrainingOptions options;
    readonly TrainableNetwork<float> network;
    readonly BatchEngine<float> engine;
    readonly Optimizer<float> optimizer;
    readonly List<EpochResult> history = [];
    readonly WeightAverage? average;
    readonly float[] effective, best;
    readonly int[] judged;

    public Trainer(NetworkSpec spec, LossKind loss, TrainingData data, TrainingOptions options)
    {
        (this.data, this.options) = (data, options);
        network = new(spec);
        Initialization.Fill(network, (ulong)options.Seed, options.ForgetBias, options.UniformGates, options.InputBias);
        engine = new(network, new([.. data.Heads.Select(head => new LossPart(head.Loss(loss), head.First, head.Count, data.Outputs[head.First].Scale))]), data.Windows, options.Batch, options.Threads);
        optimizer = Optimizer<float>.Create(options.Optimizer, network.Parameters.Length);
        average = options.Average > 0 ? new(network.Parameters.Length, options.Average) : null;
        judged = data.Validation.Length > 0 ? data.Validation : data.Train;
        effective = new float[network.Parameters.Length];
        best = new float[network.Parameters.Length];
    }

    /// <summary>Epochs behind us, first to last.</summary>
    public IReadOnlyList<EpochResult> History => history;

    /// <summary>The best so far, or null before the first epoch has ended.</summary>
    public TrainedModel? Result()
    {
        if (!history.Exists(epoch => epoch.IsBest))
            return null;
        var copy = new TrainableNetwork<float>(network.Spec);
        best.CopyTo(copy.Parameters, 0);
        return new(copy, data, options, [.. history]);
    }

    /// <summary>Whether there is another epoch to run.</summary>
    public bool GoesOn => history.Count < options.Epochs && (options.Patience == 0 || history.Count - (history.FindLast(epoch => epoch.IsBest)?.Epoch ?? 0) < options.Patience);

    /// <summary>One epoch; <paramref name="done"/> is told the share of it that is behind us, and the mean loss so far.</summary>
    public EpochResult RunEpoch(CancellationToken cancel, Action<double, double>? done = null)
    {
        int epoch = history.Count;
        var order = data.Train.ToArray();
        new SeededRandom(SeededRandom.Derive((ulong)options.Seed, ShufflePurpose, epoch)).Shuffle<int>(order);
        double rate = LearningRate.In(epoch, options, history), sum = 0;
        for (int at = 0; at < order.Length; at += options.Batch)
        {
            cancel.ThrowIfCancellationRequested();
            var batch = order[at..Math.Min(order.Length, at + options.Batch)];
            Pack(network.Parameters, epoch);
            double loss = engine.Train(batch, new(Training: true, options.NoiseIn(epoch), SeededRandom.Derive((ulong)options.Seed, NoisePurpose, epoch, at))
            {
                Unhardened = epoch + 1 < options.HardFrom,
                InputNoise = options.InputNoise,
            });
            GradientNorm.Clip<float>(engine.Gradient, options.ClipNorm);
            WeightDecay.Apply(network.Blocks, network.Parameters, rate, options.WeightDecay);
            optimizer.Step(network.Parameters, engine.Gradient, rate);
            average?.Add(network.Parameters, optimizer.Steps);
            sum += loss * batch.Length;
            done?.Invoke((double)(at + batch.Length) / order.Length, sum / (at + batch.Length));
        }

        Pack(average?.Values ?? network.Parameters, epoch);
        var outputs = new float[judged.Length * data.Windows.AnswerSteps * data.Windows.Outputs];
        double validation = engine.Evaluate(judged, outputs);
        // A loss that is not a number is never the best. Where nothing is held out, every epoch is better than the one before: its loss is no ground to choose by.
        double bound = data.Validation.Length == 0 ? double.PositiveInfinity : history.Where(past => past.IsBest).Select(past => past.ValidationLoss).DefaultIfEmpty(double.PositiveInfinity).Last();
        bool isBest = validation < bound;
        if (isBest)
            effective.CopyTo(best, 0);
        var result = new EpochResult(epoch + 1, sum / order.Length, validation, ValidationMetric.Of(data, judged, outputs), isBest);
        history.Add(result);
        Saved = new(optimizer.Steps, [.. history], [.. Vectors.Select(vector => vector.ToArray())]);
        return result;
    }

    /// <summary>Everything that the next epoch depends on, as the last one left it; null before the first has ended.</summary>
    public Checkpoint? Saved { get; private set; }

    /// <summary>Goes on where <paramref name="checkpoint"/> was saved, by a trainer of the same network.</summary>
    public void Restore(Checkpoint checkpoint)
    {
        history.Clear();
        history.AddRange(checkpoint.History);
        optimizer.Steps = checkpoint.OptimizerSteps;
        foreach (var (own, saved) in Vectors.Zip(checkpoint.Vectors))
            saved.CopyTo(own, 0);
        Saved = checkpoint;
    }

    float[][] Vectors => [network.Parameters, best, .. average is null ? [] : (float[][])[average.Values], .. optimizer.Memory];

    void Pack(float[] weights, int epoch)
    {
        bool rounded = epoch + 1 >= options.RoundFrom;
        WeightRounding.Apply(rounded ? options.Rounding : RoundingKind.None, options.RoundingStep, network.Blocks, weights, effective);
        network.Pack(effective);
    }
}
