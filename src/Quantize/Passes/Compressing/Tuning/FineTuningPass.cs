using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Engine;
using EdgeLstm.Quantize.Training.Layers;
using EdgeLstm.Quantize.Training.Optimizers;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>
/// Trains a compressed network on, with its compression in the loop, towards what the network that it was answers at every step of the calibration windows (distillation; no labels): mean squared error of the read-out, each
/// value in units of what the outputs' spread allows. The weights of the epoch with the least error over the windows that are held out are the result.
/// </summary>
sealed class FineTuningPass
{
    const int ShufflePurpose = 1, HoldOutPurpose = 2, VaryPurpose = 3;
    const int FewestBatches = 8, MinBatch = 8;
    const double ClipNorm = 1;

    /// <summary>A rate that does not halve the error may be too large for the network: then a third of it is tried as well, and so on.</summary>
    const double Enough = 0.25, Slower = 3;

    const int MaxAttempts = 4;

    readonly Network _teacher;
    readonly TunableStack _stack;
    readonly TunedLayer[] _layers;
    readonly LevelSteps?[] _levels;
    readonly TrainableNetwork<float> _network;
    readonly WindowSet<float> _windows;
    readonly VariedWindows _varied;
    readonly BatchEngine<float> _engine;
    readonly FineTuning _options;
    readonly double[] _scale;
    readonly int[] _train, _heldOut;
    readonly int _firstAnswer;
    readonly float[] _effective;

    /// <param name="teacher">As it was trained.</param>
    /// <param name="start">The same compressed: layers with factors, or whose rows have levels.</param>
    /// <param name="grids">Of each layer, the levels of its rows.</param>
    /// <param name="data">Calibration windows.</param>
    /// <param name="warmUpSteps">Of the network.</param>
    /// <param name="options">How long, and how.</param>
    /// <param name="cancel">Stops it.</param>
    FineTuningPass(Network teacher, Network start, IReadOnlyList<LevelGrid?> grids, Dataset data, int warmUpSteps, FineTuning options, CancellationToken cancel)
    {
        (_teacher, _options) = (teacher, options);
        _stack = new(start);
        _scale = ReadoutScale.Of(teacher, new(teacher), data, cancel);
        _layers = [.. _stack.Lstms.Select((layer, k) => layer.Factors is not null ? (TunedLayer)new LowRankLayer(layer) : new LevelLayer(layer, grids[k]))];
        _levels = [.. _stack.Lstms.Select((_, k) => grids[k]?.Steps)];
        _network = new(_stack.Spec);
        _windows = TuningWindows.Of(teacher, data, warmUpSteps, _stack.Spec.Outputs);
        _firstAnswer = TuningWindows.FirstAnswer(teacher, data, warmUpSteps);
        _engine = new(_network, new(LossKind.SquaredError), _windows, options.Batch, options.Threads);
        _effective = new float[_network.Parameters.Length];
        Teach([.. Enumerable.Range(0, _windows.Count)]);
        _varied = new(_windows);
        (_train, _heldOut) = TuningWindows.Part(_windows, data, SeededRandom.Derive((ulong)options.Seed, HoldOutPurpose));
    }

    /// <summary>Tells of what the trainer does not have.</summary>
    public static void RequireTunable(Network network) => _ = new TunableStack(network);

    public static TuningOutcome Run(Network teacher, Network start, IReadOnlyList<LevelGrid?> grids, Dataset data, int warmUpSteps, FineTuning options, CancellationToken cancel, Action<double>? progress = null) =>
        new FineTuningPass(teacher, start, grids, data, warmUpSteps, options, cancel).Run(cancel, progress);

    /// <summary>The windows' targets: what the teacher answers, from <see cref="_firstAnswer"/> on.</summary>
    void Teach(int[] members)
    {
        _stack.Write(_teacher, _network, _scale);
        _network.Pack(_network.Parameters);
        int width = _windows.Steps * _windows.Outputs;
        var answers = new float[members.Length * width];
        _engine.Evaluate(members, answers);
        for (int n = 0; n < members.Length; n++)
        {
            answers.AsSpan(n * width, _firstAnswer * _windows.Outputs).Fill(float.NaN);
            answers.AsSpan(n * width, width).CopyTo(_windows.Targets.AsSpan(_windows.Starts[members[n]] * _windows.Outputs));
        }
    }

    /// <summary>Of the answers that have a target.</summary>
    double Rmse(double loss) => Math.Sqrt(loss * _windows.Steps / (_windows.Steps - _firstAnswer));

    TuningOutcome Run(CancellationToken cancel, Action<double>? progress)
    {
        _stack.Write(_stack.Network, _network, _scale);
        float[] start = Begin();
        Pack(start);
        double before = _engine.Evaluate(_heldOut, []), rate = _options.LearningRate ?? (_levels.All(steps => steps is null) ? FineTuning.SmoothRate : FineTuning.LevelRate);
        (float[] Theta, double Error) best = (start, before);
        for (int attempt = 0; attempt < MaxAttempts && best.Error > Enough * before; attempt++, rate /= Slower)
            if (Train(start, before, rate, cancel, progress) is var trained && trained.Error < best.Error)
                best = trained;
        Pack(best.Theta);
        return new(best.Error < before ? _stack.Read(_network, _effective, _scale, _levels) : null, Rmse(before), Rmse(best.Error));
    }

    /// <summary>The best epoch's parameters, and their error over the held-out windows. The start and its own where none was better.</summary>
    /// <param name="start">Where it starts.</param>
    /// <param name="before">The error there.</param>
    /// <param name="rate">Of the first epoch.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="progress">From 0 to 1.</param>
    (float[] Theta, double Error) Train(float[] start, double before, double rate, CancellationToken cancel, Action<double>? progress)
    {
        float[] theta = [.. start], gradient = new float[start.Length], best = [.. start];
        var optimizer = Optimizer<float>.Create(OptimizerKind.Adam, theta.Length);
        int batch = Math.Clamp(_train.Length / FewestBatches, MinBatch, _options.Batch); // few windows: steps all the same
        var schedule = new TrainingOptions { Epochs = _options.Epochs, LearningRate = rate };
        double least = before;
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            int[] order = [.. _train];
            new SeededRandom(SeededRandom.Derive((ulong)_options.Seed, ShufflePurpose, epoch)).Shuffle<int>(order);
            _varied.Draw(_train, SeededRandom.Derive((ulong)_options.Seed, VaryPurpose, epoch));
            Teach(_train);
            double size = LearningRate.In(epoch, schedule, []);
            for (int at = 0; at < order.Length; at += batch)
            {
                cancel.ThrowIfCancellationRequested();
                Pack(theta);
                _engine.Train(order[at..Math.Min(order.Length, at + batch)], new(Training: true, 0, 0));
                Gradient(theta, gradient);
                GradientNorm.Clip<float>(gradient, ClipNorm);
                optimizer.Step(theta, gradient, size);
            }

            _varied.Restore();
            Pack(theta);
            double error = _engine.Evaluate(_heldOut, []);
            if (error < least)
            {
                least = error;
                theta.CopyTo(best, 0);
            }

            progress?.Invoke((epoch + 1.0) / _options.Epochs);
        }

        return (best, least);
    }

    /// <summary>What is trained: of each LSTM layer its weights' own numbers and its biases, then the read-out.</summary>
    float[] Begin()
    {
        var theta = new float[_layers.Select((layer, k) => layer.Count + _network.Blocks[3 * k + 2].Length).Sum() + _network.Blocks[^2].Length + _network.Blocks[^1].Length];
        int at = 0;
        for (int k = 0; k < _layers.Length; k++)
        {
            _layers[k].Begin(theta.AsSpan(at, _layers[k].Count));
            at += _layers[k].Count;
            Copy(3 * k + 2);
        }

        Copy(_network.Blocks.Count - 2);
        Copy(_network.Blocks.Count - 1);
        return theta;

        void Copy(int block)
        {
            _network.Blocks[block].Of<float>(_network.Parameters.AsSpan()).CopyTo(theta.AsSpan(at));
            at += _network.Blocks[block].Length;
        }
    }

    void Pack(ReadOnlySpan<float> theta)
    {
        int at = 0;
        for (int k = 0; k < _layers.Length; k++)
        {
            _layers[k].Weights(theta.Slice(at, _layers[k].Count), _network.Blocks[3 * k].Of<float>(_effective.AsSpan()), _network.Blocks[3 * k + 1].Of<float>(_effective.AsSpan()));
            at += _layers[k].Count;
            theta.Slice(at, _network.Blocks[3 * k + 2].Length).CopyTo(_network.Blocks[3 * k + 2].Of<float>(_effective.AsSpan()));
            at += _network.Blocks[3 * k + 2].Length;
        }

        theta[at..].CopyTo(_effective.AsSpan(_network.Blocks[^2].Offset));
        _network.Pack(_effective);
    }

    void Gradient(ReadOnlySpan<float> theta, Span<float> gradient)
    {
        int at = 0;
        for (int k = 0; k < _layers.Length; k++)
        {
            _layers[k].Gradient(theta.Slice(at, _layers[k].Count), _network.Blocks[3 * k].Of<float>(_engine.Gradient.AsSpan()), _network.Blocks[3 * k + 1].Of<float>(_engine.Gradient.AsSpan()), gradient.Slice(at, _layers[k].Count));
            at += _layers[k].Count;
            _network.Blocks[3 * k + 2].Of<float>(_engine.Gradient.AsSpan()).CopyTo(gradient[at..]);
            at += _network.Blocks[3 * k + 2].Length;
        }

        _engine.Gradient.AsSpan(_network.Blocks[^2].Offset).CopyTo(gradient[at..]);
    }
}
