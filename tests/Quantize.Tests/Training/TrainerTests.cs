using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Data;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Tests.Training;

public class TrainerTests
{
    const int Windows = 300, Steps = 5;

    /// <summary>The target is the product of the window's first and last sample: nothing but a memory finds it.</summary>
    static TrainingData Data(double noise = 0)
    {
        var random = new SeededRandom(2);
        float[] samples = [.. Enumerable.Range(0, Windows + Steps).Select(_ => (float)(2 * random.Uniform() - 1))];
        int[] starts = [.. Enumerable.Range(0, Windows)];
        return new()
        {
            Task = TaskKind.Regression,
            Inputs = [new("x")],
            Outputs = [new("y")],
            Windows = new(Steps, 1, 1, samples, starts, [.. starts.Select(n => samples[n] * samples[n + Steps - 1] + (float)noise)]),
            Train = [.. starts.Where(n => n % 5 != 0)],
            Validation = [.. starts.Where(n => n % 5 == 0)],
            Hash = "",
        };
    }

    static NetworkTrainer Run(TrainingData data, TrainingOptions options, GateKind gates = GateKind.Soft)
    {
        var trainer = new NetworkTrainer(
            new NetworkOptions { HiddenSize = 12, Gates = gates }.Spec(1, 1), LossKind.SquaredError, data, options);
        while (trainer.GoesOn)
            trainer.RunEpoch(default);
        return trainer;
    }

    [Theory]
    [InlineData(GateKind.Soft, RoundingKind.None)]
    [InlineData(GateKind.Sharp, RoundingKind.None)]
    [InlineData(GateKind.Binary, RoundingKind.None)]
    [InlineData(GateKind.Hard, RoundingKind.None)]
    [InlineData(GateKind.Three, RoundingKind.None)]
    [InlineData(GateKind.Soft, RoundingKind.Int8)]
    [InlineData(GateKind.Soft, RoundingKind.FiveLevels)]
    public void Every_kind_of_gate_and_rounding_learns_what_needs_a_memory(GateKind gates, RoundingKind rounding)
    {
        var trainer = Run(Data(), new() { Epochs = 60, Batch = 16, LearningRate = 0.02, Rounding = rounding, RoundingStep = 0.25 }, gates);
        var best = trainer.Result()!.Best;
        // The variance of the target is 1/9: what a network explains that has learned nothing.
        Assert.InRange(best.ValidationLoss, 0, gates is GateKind.Hard or GateKind.Three ? 0.08 : 0.03);
        Assert.Equal(Math.Sqrt(best.ValidationLoss), best.Metric, 1e-6);
    }

    [Fact]
    public void Gates_that_harden_later_are_judged_hard_from_the_start()
    {
        var options = new TrainingOptions { Epochs = 60, Batch = 16, LearningRate = 0.02 };
        var (soon, later) = (Run(Data(), options, GateKind.Hard), Run(Data(), options with { HardFrom = 30 }, GateKind.Hard));
        Assert.NotEqual(soon.History[0].Loss, later.History[0].Loss);
        Assert.InRange(later.Result()!.Best.ValidationLoss, 0, 0.08);
        Assert.NotEqual(later.History[28].ValidationLoss, Run(Data(), options with { Epochs = 29 }, GateKind.Binary).History[28].ValidationLoss);
    }

    [Fact]
    public void An_average_of_the_weights_is_judged_in_their_place_and_changes_no_step()
    {
        var options = new TrainingOptions { Epochs = 20, Batch = 16, LearningRate = 0.02, Schedule = ScheduleKind.Constant };
        var (plain, averaged) = (Run(Data(), options), Run(Data(), options with { Average = 0.98 }));
        Assert.Equal(plain.History.Select(epoch => epoch.Loss), averaged.History.Select(epoch => epoch.Loss));
        Assert.NotEqual(plain.History[^1].ValidationLoss, averaged.History[^1].ValidationLoss);
        Assert.NotEqual(plain.Result()!.Network.Parameters, averaged.Result()!.Network.Parameters);
    }

    [Fact]
    public void Noise_that_fades_is_noise_until_the_last_epoch_and_decay_makes_weights_small()
    {
        var options = new TrainingOptions { Epochs = 10, Batch = 16, LearningRate = 0.02, NoiseProbability = 1 };
        var (noisy, fading) = (Run(Data(), options, GateKind.Hard), Run(Data(), options with { NoiseFades = true }, GateKind.Hard));
        Assert.Equal(noisy.History[0].Loss, fading.History[0].Loss);
        Assert.NotEqual(noisy.History[1].Loss, fading.History[1].Loss);
        static double Size(NetworkTrainer trainer) => trainer.Result()!.Network.Parameters.Sum(value => value * value);
        Assert.InRange(Size(Run(Data(), options with { WeightDecay = 5 })), 0, 0.7 * Size(Run(Data(), options)));
    }

    [Fact]
    public void Without_anything_to_choose_by_the_last_epoch_is_kept()
    {
        var trainer = Run(Data() with { Validation = [] }, new() { Epochs = 5, Batch = 16, LearningRate = 0.5 });
        Assert.Equal(5, trainer.Result()!.Best.Epoch);
    }

    [Fact]
    public void Patience_ends_a_run_that_gets_no_better()
    {
        var trainer = Run(Data(), new() { Epochs = 200, Batch = 16, LearningRate = 1, Optimizer = OptimizerKind.Sgd, Patience = 4 });
        Assert.InRange(trainer.History.Count, 5, 199);
        Assert.Equal(trainer.History.Count - 4, trainer.Result()!.Best.Epoch);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_never_the_best() => Assert.Null(Run(Data(double.PositiveInfinity), new() { Epochs = 2 }).Result());
}
