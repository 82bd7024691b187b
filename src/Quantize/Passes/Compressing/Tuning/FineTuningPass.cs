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
    const int FewestBatches = 8, LeastBatch = 8;
    const double ClipNorm = 1;

    /// <summary>A rate that does not halve the error may be too large for the network: then a third of it is tried as well, and so on.</summary>
    const double Enough = 0.25, Slower = 3;

    const int MostAttempts = 4;

    readonly Network teacher;
    readonly TunableStack stack;
    readonly TunedLayer[] layers;
    readonly LevelSteps?[] levels;
    readonly TrainableNetwork<float> network;
    readonly WindowSet<float> windows;
    readonly VariedWindows varied;
    readonly BatchEngine<float> engine;
    readonly FineTuning options;
    readonly double[] scale;
    readonly int[] train, heldOut;
    readonly int firstAnswer;
    readonly float[] effective;

    /// <param name="teacher">As it was trained.</param>
    /// <param name="start">The same compressed: layers with factors, or whose rows have levels.</param>
    /// <param name="grids">Of each layer, the levels of its rows.</param>
    /// <param name="data">Calibration windows.</param>
    /// <param name="warmUpSteps">Of the network.</param>
    /// <param name="options">How long, and how.</param>
    /// <param name="cancel">Stops it.</param>
    FineTuningPass(Network teacher, Network start, IReadOnlyList<LevelGrid?> grids, Dataset data, int warmUpSteps, FineTuning options, CancellationToken cancel)
    {
        (this.teacher, this.options) = (teacher, options);
        stack = new(start);
        scale = ReadoutScale.Of(teacher, new(teacher), data, cancel);
        layers = [.. stack.Lstms.Select((layer, k) => layer.Factors is not null ? (TunedLayer)new LowRankLayer(layer) : new LevelLayer(layer, grids[k]))];
        levels = [.. stack.Lstms.Select((_, k) => grids[k]?.Steps)];
        network = new(stack.Spec);
        windows = TuningWindows.Of(teacher, data, warmUpSteps, stack.Spec.Outputs);
        firstAnswer = TuningWindows.FirstAnswer(teacher, data, warmUpSteps);
        engine = new(network, new(LossKind.SquaredError), windows, options.Batch, options.Threads);
        effective = new float[network.Parameters.Length];
        Teach([.. Enumerable.Range(0, windows.Count)]);
        varied = new(windows);
        (train, heldOut) = TuningWindows.Part(windows, data, SeededRandom.Derive((ulong)options.Seed, HoldOutPurpose));
    }

    /// <summary>Tells of what the trainer does not have.</summary>
    public static void RequireTunable(Network network) => _ = new TunableStack(network);

    public static TuningOutcome Run(Network teacher, Network start, IReadOnlyList<LevelGrid?> grids, Dataset data, int warmUpSteps, FineTuning options, CancellationToken cancel, Action<double>? progress = null) =>
        new FineTuningPass(teacher, start, grids, data, warmUpSteps, options, cancel).Run(cancel, progress);

    /// <summary>The windows' targets: what the teacher answers, from <see cref="firstAnswer"/> on.</summary>
    void Teach(int[] members)
    {
        stack.Write(teacher, network, scale);
        network.Pack(network.Parameters);
        int width = windows.Steps * windows.Outputs;
        var answers = new float[members.Length * width];
        engine.Evaluate(members, answers);
        for (int n = 0; n < members.Length; n++)
        {
            answers.AsSpan(n * width, firstAnswer * windows.Outputs).Fill(float.NaN);
            answers.AsSpan(n * width, width).CopyTo(windows.Targets.AsSpan(windows.Starts[members[n]] * windows.Outputs));
        }
    }

    /// <summary>Of the answers that have a target.</summary>
    double Rmse(double loss) => Math.Sqrt(loss * windows.Steps / (windows.Steps - firstAnswer));

    TuningOutcome Run(CancellationToken cancel, Action<double>? progress)
    {
        stack.Write(stack.Network, network, scale);
        float[] start = Begin();
        Pack(start);
        double before = engine.Evaluate(heldOut, []), rate = options.LearningRate ?? (levels.All(steps => steps is null) ? FineTuning.SmoothRate : FineTuning.LevelRate);
        (float[] Theta, double Error) best = (start, before);
        for (int attempt = 0; attempt < MostAttempts && best.Error > Enough * before; attempt++, rate /= Slower)
            if (Train(start, before, rate, cancel, progress) is var trained && trained.Error < best.Error)
                best = trained;
        Pack(best.Theta);
        return new(best.Error < before ? stack.Read(network, effective, scale, levels) : null, Rmse(before), Rmse(best.Error));
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
        int batch = Math.Clamp(train.Length / FewestBatches, LeastBatch, options.Batch); // few windows: steps all the same
        var schedule = new TrainingOptions { Epochs = options.Epochs, LearningRate = rate };
        double least = before;
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            int[] order = [.. train];
            new SeededRandom(SeededRandom.Derive((ulong)options.Seed, ShufflePurpose, epoch)).Shuffle<int>(order);
            varied.Draw(train, SeededRandom.Derive((ulong)options.Seed, VaryPurpose, epoch));
            Teach(train);
            double size = LearningRate.In(epoch, schedule, []);
            for (int at = 0; at < order.Length; at += batch)
            {
                cancel.ThrowIfCancellationRequested();
                Pack(theta);
                engine.Train(order[at..Math.Min(order.Length, at + batch)], new(Training: true, 0, 0));
                Gradient(theta, gradient);
                GradientNorm.Clip<float>(gradient, ClipNorm);
                optimizer.Step(theta, gradient, size);
            }

            varied.Restore();
            Pack(theta);
            double error = engine.Evaluate(heldOut, []);
            if (error < least)
            {
                least = error;
                theta.CopyTo(best, 0);
            }

            progress?.Invoke((epoch + 1.0) / options.Epochs);
        }

        return (best, least);
    }

    /// <summary>What is trained: of each LSTM layer its weights' own numbers and its biases, then the read-out.</summary>
    float[] Begin()
    {
        var theta = new float[layers.Select((layer, k) => layer.Count + network.Blocks[3 * k + 2].Length).Sum() + network.Blocks[^2].Length + network.Blocks[^1].Length];
        int at = 0;
        for (int k = 0; k < layers.Length; k++)
        {
            layers[k].Begin(theta.AsSpan(at, layers[k].Count));
            at += layers[k].Count;
            Copy(3 * k + 2);
        }

        Copy(network.Blocks.Count - 2);
        Copy(network.Blocks.Count - 1);
        return theta;

        void Copy(int block)
        {
            network.Blocks[block].Of<float>(network.Parameters.AsSpan()).CopyTo(theta.AsSpan(at));
            at += network.Blocks[block].Length;
        }
    }

    void Pack(ReadOnlySpan<float> theta)
    {
        int at = 0;
        for (int k = 0; k < layers.Length; k++)
        {
            layers[k].Weights(theta.Slice(at, layers[k].Count), network.Blocks[3 * k].Of<float>(effective.AsSpan()), network.Blocks[3 * k + 1].Of<float>(effective.AsSpan()));
            at += layers[k].Count;
            theta.Slice(at, network.Blocks[3 * k + 2].Length).CopyTo(network.Blocks[3 * k + 2].Of<float>(effective.AsSpan()));
            at += network.Blocks[3 * k + 2].Length;
        }

        theta[at..].CopyTo(effective.AsSpan(network.Blocks[^2].Offset));
        network.Pack(effective);
    }

    void Gradient(ReadOnlySpan<float> theta, Span<float> gradient)
    {
        int at = 0;
        for (int k = 0; k < layers.Length; k++)
        {
            layers[k].Gradient(theta.Slice(at, layers[k].Count), network.Blocks[3 * k].Of<float>(engine.Gradient.AsSpan()), network.Blocks[3 * k + 1].Of<float>(engine.Gradient.AsSpan()), gradient.Slice(at, layers[k].Count));
            at += layers[k].Count;
            network.Blocks[3 * k + 2].Of<float>(engine.Gradient.AsSpan()).CopyTo(gradient[at..]);
            at += network.Blocks[3 * k + 2].Length;
        }

        engine.Gradient.AsSpan(network.Blocks[^2].Offset).CopyTo(gradient[at..]);
    }
}
