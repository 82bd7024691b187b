using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Engine;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Tests.Training;

public class TrainingLoopTests
{
    const int Windows = 60, Steps = 4;

    static readonly TrainingOptions Options =
        new() { Epochs = 4, Batch = 16, LearningRate = 0.125, Optimizer = OptimizerKind.Sgd, ClipNorm = double.MaxValue };

    /// <summary>Twice the numbers that are trained.</summary>
    sealed class Doubled(TrainableNetwork<float> network) : IParameterization
    {
        public IReadOnlyList<ParameterBlock> Blocks => network.Blocks;

        public float[] Start() => [.. network.Parameters.Select(weight => weight / 2)];

        public void Weights(ReadOnlySpan<float> theta, int epoch, Span<float> weights)
        {
            for (int k = 0; k < theta.Length; k++)
                weights[k] = 2 * theta[k];
        }

        public float[] Gradient(ReadOnlySpan<float> theta, float[] ofWeights) => [.. ofWeights.Select(gradient => 2 * gradient)];
    }

    /// <summary>The mean of a window is to be learned.</summary>
    static TrainingLoop Loop(
        TrainingOptions options, double bound = double.PositiveInfinity, bool doubled = false, bool keepsLast = false,
        Action<int>? prepare = null)
    {
        var random = new SeededRandom(3);
        float[] samples = [.. Enumerable.Range(0, Windows * Steps).Select(_ => (float)random.Uniform())];
        int[] windows = [.. Enumerable.Range(0, Windows)];
        var network = new TrainableNetwork<float>(new(1, [new(new LstmSpec(), 8)], 1));
        Initialization.Fill(network, 1, forgetBias: 1, uniformGates: false);
        float[] means = [.. samples.Chunk(Steps).Select(window => window.Average())];
        var set = new WindowSet<float>(Steps, 1, 1, samples, [.. windows.Select(n => n * Steps)], means);
        var engine = new BatchEngine<float>(network, new(LossKind.SquaredError), set, options.Batch, threads: 1);
        return new(engine, doubled ? new Doubled(network) : new RoundedWeights(network, options), options)
        {
            Windows = windows,
            Judge = () => (engine.Evaluate(windows, []), 0),
            Prepare = prepare,
            Bound = bound,
            KeepsLast = keepsLast,
        };
    }

    static TrainingLoop Run(TrainingLoop loop)
    {
        while (loop.GoesOn)
            loop.RunEpoch(default);
        return loop;
    }

    /// <summary>
    /// Numbers half as large have gradients twice as large: a quarter of the rate makes the same weights, to the last bit, since all
    /// factors are powers of two.
    /// </summary>
    [Fact]
    public void The_gradient_goes_through_the_parameterization_as_the_weights_come_out_of_it()
    {
        var (plain, doubled) = (Run(Loop(Options)), Run(Loop(Options with { LearningRate = Options.LearningRate / 4 }, doubled: true)));
        Assert.Equal(plain.History, doubled.History);
        Assert.Equal(plain.BestWeights.ToArray(), doubled.BestWeights.ToArray());
        Assert.True(plain.History[^1].ValidationLoss < plain.History[0].ValidationLoss);
    }

    [Fact]
    public void Decay_is_for_the_blocks_of_the_parameterization()
    {
        var options = Options with { WeightDecay = 1 };
        var quarter = options with { LearningRate = options.LearningRate / 4, WeightDecay = 4 };
        Assert.Equal(Run(Loop(options)).BestWeights.ToArray(), Run(Loop(quarter, doubled: true)).BestWeights.ToArray());
        Assert.NotEqual(Run(Loop(Options)).BestWeights.ToArray(), Run(Loop(options)).BestWeights.ToArray());
    }

    [Fact]
    public void An_epoch_is_the_best_below_the_bound_alone()
    {
        double first = Run(Loop(Options with { Epochs = 1 })).History[0].ValidationLoss;
        Assert.Null(Run(Loop(Options with { Epochs = 1 }, bound: first)).Best);
        Assert.Equal(1, Run(Loop(Options with { Epochs = 1 }, bound: Math.BitIncrement(first))).Best!.Epoch);
    }

    [Fact]
    public void The_best_is_kept_until_a_better_one_and_where_nothing_is_held_out_the_last()
    {
        var options = Options with { Epochs = 8, LearningRate = 1 };
        var (chosen, last) = (Run(Loop(options)), Run(Loop(options, keepsLast: true)));
        double least = chosen.History.Min(epoch => epoch.ValidationLoss);
        Assert.NotEqual(least, chosen.History[^1].ValidationLoss); // or the test would not tell them apart
        Assert.Equal(least, chosen.Best!.ValidationLoss);
        Assert.Equal(8, last.Best!.Epoch);
        Assert.NotEqual(chosen.BestWeights.ToArray(), last.BestWeights.ToArray());
    }

    [Fact]
    public void Every_epoch_is_prepared_before_its_first_batch()
    {
        var told = new List<string>();
        var loop = Loop(Options with { Epochs = 2, Batch = 32 }, prepare: epoch => told.Add($"epoch {epoch}"));
        while (loop.GoesOn)
            loop.RunEpoch(default, (share, _) => told.Add(FormattableString.Invariant($"{share:F2}")));
        Assert.Equal(["epoch 0", "0.53", "1.00", "epoch 1", "0.53", "1.00"], told);
    }
}
