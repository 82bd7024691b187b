using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Engine;
using EdgeLstm.Quantize.Training.Layers;
using EdgeLstm.Quantize.Training.Optimizers;

namespace EdgeLstm.Quantize.Tests.Training;

public class TrainingRulesTests
{
    [Fact]
    public void A_cosine_falls_from_the_full_rate_to_a_hundredth()
    {
        var options = new TrainingOptions { LearningRate = 1, Epochs = 10, Schedule = ScheduleKind.Cosine };
        Assert.Equal(1, LearningRate.In(0, options, []), 1e-12);
        Assert.Equal(0.505, LearningRate.In(5, options, []), 1e-12);
        Assert.Equal(0.01, LearningRate.In(10, options, []), 1e-12);
    }

    [Fact]
    public void A_plateau_of_five_epochs_halves_the_rate_and_of_ten_quarters_it()
    {
        var options = new TrainingOptions { LearningRate = 1, Schedule = ScheduleKind.Plateau };
        EpochResult[] history = [new(1, 0, 1, 0, true), .. Enumerable.Range(2, 10).Select(epoch => new EpochResult(epoch, 0, 2, 0, false))];
        Assert.Equal(1, LearningRate.In(5, options, history[..5]));
        Assert.Equal(0.5, LearningRate.In(6, options, history[..6]));
        Assert.Equal(0.25, LearningRate.In(11, options, history));
    }

    [Fact]
    public void Noise_rises_over_its_ramp()
    {
        var options = new TrainingOptions { NoiseProbability = 0.4, NoiseRamp = 4 };
        Assert.Equal([0, 0.2, 0.4, 0.4], new[] { 0, 2, 4, 9 }.Select(options.NoiseIn));
    }

    [Fact]
    public void Noise_fades_to_nothing_in_the_last_epoch()
    {
        var options = new TrainingOptions { NoiseProbability = 0.4, NoiseFades = true, Epochs = 5 };
        Assert.All(new[] { 0.4, 0.2 + 0.1 * Math.Sqrt(2), 0.2, 0.2 - 0.1 * Math.Sqrt(2), 0 }.Index(), expected => Assert.Equal(expected.Item, options.NoiseIn(expected.Index), 1e-12));
        Assert.Equal(0, (options with { Epochs = 1 }).NoiseIn(0), 1e-12);
        Assert.Equal(0.2, (options with { NoiseRamp = 4 }).NoiseIn(2) * 2, 1e-12);
    }

    [Fact]
    public void Weight_decay_takes_its_share_of_matrices_and_leaves_biases()
    {
        var network = new TrainableNetwork<float>(new(3, [new(new LstmSpec { Peepholes = true }, 4)], 1));
        network.Parameters.AsSpan().Fill(2);
        WeightDecay.Apply(network.Blocks, network.Parameters, 0.1, 0.5);
        Assert.All(network.Blocks, block => Assert.All(block.Of<float>(network.Parameters.AsSpan()).ToArray(),
            value => Assert.Equal(block.Kind is ParameterKind.InputWeights or ParameterKind.RecurrentWeights or ParameterKind.OutputWeights ? 1.9f : 2, value, 1e-6f)));
    }

    [Fact]
    public void Noise_on_the_features_has_the_deviation_asked_for_and_none_after_training()
    {
        var context = new PassContext(Training: true, 0, Key: 7) { InputNoise = 0.4 };
        float[] Noisy(PassContext pass)
        {
            var input = new Sequence<float>(500, 8, 16);
            new InputNoise<float>(8 * 16).Add(input, pass);
            return [.. Enumerable.Range(0, input.Steps).SelectMany(t => input[t].ToArray())];
        }

        float[] noise = Noisy(context);
        Assert.Equal(0, noise.Average(), 0.01);
        Assert.Equal(0.4, Math.Sqrt(noise.Average(value => value * value)), 0.01);
        Assert.Equal(noise, Noisy(context));
        Assert.NotEqual(noise, Noisy(context with { Key = 8 }));
        Assert.All(Noisy(context with { Training = false }), value => Assert.Equal(0, value));
    }

    [Fact]
    public void An_input_bias_goes_on_top_of_the_input_gates_alone()
    {
        float[] Bias(double inputBias)
        {
            var network = new TrainableNetwork<float>(new(3, [new(new LstmSpec(), 4)], 1));
            Initialization.Fill(network, 1, 1, uniformGates: false, inputBias);
            return network.Blocks.Single(block => block.Kind == ParameterKind.Bias).Of<float>(network.Parameters.AsSpan()).ToArray();
        }

        Assert.All(Bias(0).Zip(Bias(2)).Index(), pair => Assert.Equal(pair.Index < 4 ? 2 : 0, pair.Item.Second - pair.Item.First, 1e-6f));
    }

    [Fact]
    public void Five_levels_are_for_the_gates_that_choose_and_int8_is_for_all()
    {
        var network = new TrainableNetwork<float>(new(3, [new(new LstmSpec(), 4)], 1));
        Initialization.Fill(network, 1, 0, uniformGates: false);
        foreach (ref float value in network.Parameters.AsSpan())
            value *= 3;
        var (five, eight) = (new float[network.Parameters.Length], new float[network.Parameters.Length]);
        WeightRounding.Apply(RoundingKind.FiveLevels, 0.5, network.Blocks, network.Parameters, five);
        WeightRounding.Apply(RoundingKind.Int8, 0, network.Blocks, network.Parameters, eight);

        var u = network.Blocks.Single(block => block.Kind == ParameterKind.RecurrentWeights);
        float[] before = u.Of<float>(network.Parameters.AsSpan()).ToArray(), levels = u.Of<float>(five.AsSpan()).ToArray(), rows = u.Of<float>(eight.AsSpan()).ToArray();
        Assert.All(levels[..32], value => Assert.Contains(value, (float[])[-1, -0.5f, 0, 0.5f, 1]));
        Assert.Equal(before[32..], levels[32..]);
        for (int row = 0; row < 16; row++)
            Assert.All(Enumerable.Range(row * 4, 4), i => Assert.Equal(before[i], rows[i], before[(row * 4)..(row * 4 + 4)].Max(MathF.Abs) / 254 * 1.0001f));
        Assert.NotEqual(before, rows);
        var bias = network.Blocks.Single(block => block.Kind == ParameterKind.Bias);
        Assert.Equal(bias.Of<float>(network.Parameters.AsSpan()).ToArray(), bias.Of<float>(eight.AsSpan()).ToArray());
    }

    [Fact]
    public void Uniform_gates_remember_over_different_times_and_write_as_much_as_they_forget()
    {
        var network = new TrainableNetwork<float>(new(3, [new(new LstmSpec(), 40)], 1));
        Initialization.Fill(network, 1, 1, uniformGates: true);
        float[] b = network.Blocks.Single(block => block.Kind == ParameterKind.Bias).Of<float>(network.Parameters.AsSpan()).ToArray();
        Assert.Equal(b[..40].Select(value => -value), b[40..80]);
        Assert.Equal(40, b[40..80].Distinct().Count());
        Assert.InRange(b[40..80].Max(), 1.5, Math.Log(39));
    }

    [Fact]
    public void An_average_begins_with_the_first_weights_and_forgets_at_its_decay()
    {
        var average = new WeightAverage(1, 0.5);
        average.Add([3], 1);
        Assert.Equal(3, average.Values[0]);
        average.Add([13], 2); // d = 1/10 so early
        Assert.Equal(12, average.Values[0], 1e-5);
        average.Add([0], 1000);
        Assert.Equal(6, average.Values[0], 1e-5);
    }

    [Fact]
    public void A_gradient_that_is_too_long_keeps_its_direction()
    {
        float[] gradient = [3, 4];
        Assert.Equal(5, GradientNorm.Clip<float>(gradient, 1));
        Assert.Equal([0.6f, 0.8f], gradient);
        Assert.Equal(1, GradientNorm.Clip<float>(gradient, 2), 1e-6);
        Assert.Equal([0.6f, 0.8f], gradient);
    }

    [Theory]
    [InlineData(OptimizerKind.Adam, 0.05)]
    [InlineData(OptimizerKind.Sgd, 0.01)]
    public void An_optimizer_finds_the_bottom_of_a_bowl(OptimizerKind kind, double rate)
    {
        float[] theta = [3, -2];
        var optimizer = Optimizer<float>.Create(kind, 2);
        for (int step = 0; step < 600; step++)
            optimizer.Step(theta, (float[])[2 * theta[0], 20 * theta[1]], rate);
        Assert.All(theta, value => Assert.Equal(0, value, 1e-2f));
    }

    [Fact]
    public void A_seed_gives_the_same_numbers_for_ever()
    {
        var random = new SeededRandom(42);
        Assert.Equal(13679457532755275413UL, random.Next()); // SplitMix64's published sequence
        Assert.NotEqual(SeededRandom.Derive(1, 2, 3), SeededRandom.Derive(1, 3, 2));
    }
}
