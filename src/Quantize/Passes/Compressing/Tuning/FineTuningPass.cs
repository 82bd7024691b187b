using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Engine;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>
/// Trains a compressed network on, with its compression in the loop, towards what the network that it was answers at every step of the
/// calibration windows (distillation; no labels): mean squared error of the read-out, each value in units of what the outputs' spread
/// allows. The weights of the epoch with the least error over the windows that are held out are the result.
/// </summary>
sealed class FineTuningPass
{
    const int HoldOutPurpose = 2, VaryPurpose = 3; // 1 shuffles: TrainingLoop
    const int FewestBatches = 8, MinBatch = 8;

    /// <summary>
    /// A rate that does not halve the error may be too large for the network: then a third of it is tried as well, and
    /// so on.
    /// </summary>
    const double Enough = 0.25, Slower = 3;

    const int MaxAttempts = 4;

    readonly TunableStack _stack;
    readonly LevelSteps?[] _levels;
    readonly TrainableNetwork<float> _network;
    readonly TunedWeights _tuned;
    readonly WindowSet<float> _windows;
    readonly VariedWindows _varied;
    readonly BatchEngine<float> _engine;
    readonly FineTuning _options;
    readonly double[] _scale;
    readonly float[] _teacher;
    readonly int[] _train, _heldOut;
    readonly int _firstAnswer;

    FineTuningPass(
        Network teacher, Network start, IReadOnlyList<LevelGrid?> grids, Dataset data, int warmUpSteps, FineTuning options,
        CancellationToken cancel)
    {
        _options = options;
        _stack = new(start);
        _scale = ReadoutScale.Of(teacher, new(teacher), data, cancel);
        _levels = [.. _stack.Lstms.Select((_, k) => grids[k]?.Steps)];
        _network = new(_stack.Spec);
        _teacher = _stack.Write(teacher, _network, _scale);
        IEnumerable<TunedLayer> layers = _stack.Lstms.Select((layer, k) =>
            layer.Factors is not null ? (TunedLayer)new LowRankLayer(layer) : new LevelLayer(layer, grids[k]));
        _tuned = new(_network, [.. layers], _stack.Write(start, _network, _scale));
        _windows = TuningWindows.Of(teacher, data, warmUpSteps, _stack.Spec.Outputs);
        _firstAnswer = TuningWindows.FirstAnswer(teacher, data, warmUpSteps);
        _engine = new(_network, new(LossKind.SquaredError), _windows, options.Batch, options.Threads);
        Teach([.. Enumerable.Range(0, _windows.Count)]);
        _varied = new(_windows);
        (_train, _heldOut) = TuningWindows.Part(_windows, data, SeededRandom.Derive((ulong)options.Seed, HoldOutPurpose));
    }

    /// <summary>Tells of what the trainer does not have.</summary>
    public static void RequireTunable(Network network) => _ = new TunableStack(network);

    /// <param name="teacher">As it was trained.</param>
    /// <param name="start">The same compressed: layers with factors, or whose rows have levels.</param>
    /// <param name="grids">Of each layer, the levels of its rows.</param>
    /// <param name="data">Calibration windows.</param>
    /// <param name="warmUpSteps">Of the network.</param>
    /// <param name="options">How long, and how.</param>
    /// <param name="control">Stops it, and is told how far it is in each attempt.</param>
    public static TuningOutcome Run(
        Network teacher, Network start, IReadOnlyList<LevelGrid?> grids, Dataset data, int warmUpSteps, FineTuning options,
        RunControl control) =>
        new FineTuningPass(teacher, start, grids, data, warmUpSteps, options, control.Cancel).Run(control);

    /// <summary>The windows' targets: what the teacher answers, from <see cref="_firstAnswer"/> on.</summary>
    void Teach(int[] members)
    {
        _network.Pack(_teacher);
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

    TuningOutcome Run(RunControl control)
    {
        var weights = new float[_network.Parameters.Length];
        _tuned.Weights(_tuned.Start(), 0, weights);
        _network.Pack(weights);
        double before = Judge().Loss, least = before;
        Network? best = null;
        var options = new TrainingOptions
        {
            Epochs = _options.Epochs,
            Batch = Math.Clamp(_train.Length / FewestBatches, MinBatch, _options.Batch), // few windows: steps all the same
            LearningRate = _options.LearningRate ?? (_levels.All(steps => steps is null) ? FineTuning.SmoothRate : FineTuning.LevelRate),
            ClipNorm = 1,
            NoiseProbability = 0,
            Seed = _options.Seed,
        };
        for (int attempt = 0; attempt < MaxAttempts && least > Enough * before; attempt++)
        {
            var loop = new TrainingLoop(_engine, _tuned, options) { Windows = _train, Judge = Judge, Prepare = Vary, Bound = least };
            while (loop.GoesOn)
            {
                loop.RunEpoch(control.Cancel);
                control.Progress?.Invoke((double)loop.History.Count / options.Epochs);
            }

            if (loop.Best is { } epoch)
                (best, least) = (_stack.Read(_network, loop.BestWeights, _scale, _levels), epoch.ValidationLoss);
            options = options with { LearningRate = options.LearningRate / Slower };
        }

        return new(best, Rmse(before), Rmse(least));
    }

    void Vary(int epoch)
    {
        _varied.Draw(_train, SeededRandom.Derive((ulong)_options.Seed, VaryPurpose, epoch));
        Teach(_train);
    }

    /// <summary>Over the held-out windows, as they were given.</summary>
    (double Loss, double Metric) Judge()
    {
        _varied.Restore();
        double loss = _engine.Evaluate(_heldOut, []);
        return (loss, Rmse(loss));
    }
}
