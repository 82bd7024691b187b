using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;

namespace EdgeLstm.Quantize.Tests.Passes.Compressing;

public class FineTuningTests
{
    const int Inputs = 4, Units = 24, Steps = 24;

    static readonly Compression Levels = new(new(RowForm.Three), new(RowForm.Int4)), LowRank = new(CompressedForm.Int8, CompressedForm.Int8, 3);

    public static TheoryData<string, Scheme, double> Cases => new()
    {
        { "levels", Scheme.Int8x16, 0.75 }, { "levels", Scheme.Int8, 0.85 }, { "rank", Scheme.Int8x16, 0.75 }, { "rank", Scheme.Int8, 0.75 }, { "rank, binary", Scheme.Int8x16, 0.95 },
        { "columns", Scheme.Int8x16, 0.75 }, { "columns, levels", Scheme.Int8, 0.95 }, { "columns, levels", Scheme.Int8x16, 0.95 }, { "rank, levels", Scheme.Int8x16, 0.9 },
    };

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Cases))]
    public void It_lowers_the_error_on_windows_that_nothing_saw(string what, Scheme scheme, double most)
    {
        var network = Network(what.EndsWith("binary", StringComparison.Ordinal) ? LstmCell.Binary : new LstmCell());
        var compression = what switch
        {
            "levels" => Levels,
            "columns" => new(CompressedForm.Int8, CompressedForm.Int8, sparsity: 0.7),
            "columns, levels" => new(new(RowForm.Five), new(RowForm.Int4), sparsity: 0.7),
            "rank, levels" => Compression.None with { All = LowRank.All with { I = new(RowForm.Five), G = new(RowForm.Int4) } },
            _ => LowRank,
        };
        var (quantizer, unseen) = (Quantizer.Calibrate(network, network, Data(41, 60), default), Data(42, 20));
        var notes = new List<string>();
        ModelArtifact plain = quantizer.Run(scheme, compression, "1.0", []).Model, tuned = quantizer.Run(scheme, compression, new FineTuning(40), "1.0", notes).Model;
        double before = Quantized.Rmse(network, plain, unseen), after = Quantized.Rmse(network, tuned, unseen);
        Assert.True(after < most * before, $"{before:g4} before, {after:g4} after");
        Assert.Contains(notes, note => note.StartsWith("fine-tuned: ", StringComparison.Ordinal));
        var layer = Assert.IsType<ArtifactCompressedLstm>(tuned.Layers[0]);
        Assert.Equal(((ArtifactCompressedLstm)plain.Layers[0]).Forms, layer.Forms);
        Assert.Equal((compression.All.Rank, ((ArtifactCompressedLstm)plain.Layers[0]).Columns), (layer.Rank, layer.Columns));
        Assert.Equal(plain.WeightBytes, tuned.WeightBytes);
        Assert.NotEqual(((ArtifactCompressedLstm)plain.Layers[0]).Data, layer.Data);
    }

    /// <summary>What training ends with are levels, and rounding finds the same ones again.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(Scheme.Int8)]
    [InlineData(Scheme.Int8x16)]
    public void Rounding_keeps_the_levels_that_training_chose(Scheme scheme)
    {
        var (network, data) = (Network(new LstmCell()), Data(41, 60));
        var quantizer = Quantizer.Calibrate(network, network, data, default);
        var plain = quantizer.Run(scheme, Levels, "1.0", []).Model;
        LevelGrid?[] grids = [LevelGrid.Of(plain, 0), null];
        var tuned = FineTuningPass.Run(network, network, grids, data, Steps, new FineTuning(10), default).Network!;
        var model = quantizer.Run(scheme, Levels, new FineTuning(10), "1.0", []).Model;
        var trained = (RecurrentLayer)tuned.Layers[0];
        double[][] stored = EffectiveWeights.Of(model, 0), start = grids[0]!.Start;
        int same = 0, moved = 0;
        for (int row = 0; row < 4 * Units; row++)
            for (int k = 0; k < Inputs + Units; k++)
            {
                double weight = k < Inputs ? trained.W[row * Inputs + k] : trained.U[row * Units + k - Inputs], step = k < Inputs ? grids[0]!.W[row][k] : grids[0]!.U[row];
                Assert.Equal(Math.Round(weight / step), weight / step, 1e-3);
                same += Math.Abs(stored[row][k] - weight) < 0.1 * step ? 1 : 0;
                moved += Math.Abs(start[row][k] - weight) > 0.5 * step ? 1 : 0;
            }

        Assert.InRange(same, 0.999 * 4 * Units * (Inputs + Units), 4 * Units * (Inputs + Units));
        Assert.InRange(moved, 10, 4 * Units * (Inputs + Units)); // or nothing would have been trained
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_same_comes_of_any_number_of_threads_and_something_else_of_another_seed()
    {
        string[] texts = [.. new[] { (1, 0), (2, 0), (3, 0), (1, 1) }.Select(run =>
        {
            var network = Network(new LstmCell());
            return Quantizer.Calibrate(network, network, Data(41, 60), default).Run(Scheme.Int8x16, Levels, new FineTuning(3) { Threads = run.Item1, Seed = run.Item2 }, "1.0", []).Text;
        })];
        Assert.Equal(texts[0], texts[1]);
        Assert.Equal(texts[0], texts[2]);
        Assert.NotEqual(texts[0], texts[3]);
    }

    [Fact]
    public void What_training_makes_no_better_stays_as_it_is()
    {
        var network = Network(new LstmCell());
        var quantizer = Quantizer.Calibrate(network, network, Data(41, 60), default);
        var notes = new List<string>();
        Assert.Equal(quantizer.Run(Scheme.Int8x16, LowRank, "1.0", []).Text, quantizer.Run(Scheme.Int8x16, LowRank, new FineTuning(1) { LearningRate = 10 }, "1.0", notes).Text);
        Assert.Contains(notes, note => note.StartsWith("fine-tuning made the model no better", StringComparison.Ordinal));
    }

    /// <summary>A head that bends what the LSTM says, two outputs of different size, layers one on the other.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Stacks_with_dense_layers_behind_are_trained_too()
    {
        var random = new Random(51);
        var network = RandomNetwork.Of(RandomNetwork.Lstm(random, Inputs, 16, 0.5f), RandomNetwork.Lstm(random, 16, 16, 0.5f, 0), RandomNetwork.Dense(random, 16, 8, 1, 1, Activation.Relu), RandomNetwork.Dense(random, 8, 2, 1, 2));
        network = network with { Outputs = [new("a"), new("b", Scale: 100)], EveryStep = true };
        var model = Better(network, Data(43, 60), Data(44, 20), new FineTuning(60), 0.8);
        Assert.All(model.Layers.Take(2), layer => Assert.Equal(LowRank.All.Rank, Assert.IsType<ArtifactCompressedLstm>(layer).Rank));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void One_long_recording_is_cut() => Better(Network(new LstmCell()), Data(43, 1, 2500), Data(44, 1, 600), new FineTuning(60), 0.8);

    static ModelArtifact Better(Network network, Dataset seen, Dataset unseen, FineTuning tuning, double most)
    {
        var quantizer = Quantizer.Calibrate(network, network, seen, default);
        double before = Quantized.Rmse(network, quantizer.Run(Scheme.Int8x16, LowRank, "1.0", []).Model, unseen);
        var notes = new List<string>();
        var model = quantizer.Run(Scheme.Int8x16, LowRank, tuning, "1.0", notes).Model;
        double after = Quantized.Rmse(network, model, unseen);
        Assert.True(after < most * before, $"{before:g4} before, {after:g4} after: {string.Join("; ", notes)}");
        return model;
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "elman", "found layer 'elman0' before the first plain LSTM, expected plain LSTM layers one on the other, from zero states, and dense layers that read the last of them; leave --fine-tune out" },
        { "reverse", "layer 'lstm0' before the first plain LSTM" },
        { "two heads at different depth", "layer 'dense2' behind the LSTM layers" },
        { "no head", "the states of layer 'lstm0' as the model's answer" },
        { "states", "initial states of layer 'lstm0'" },
        { "full width", "weights of full width, at full rank and of all columns, expected an LSTM layer in few levels, at a lower rank or of fewer columns" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_trainer_does_not_have_is_refused(string what, string message)
    {
        var random = new Random(52);
        var lstm = RandomNetwork.Lstm(random, Inputs, 8);
        var dense = RandomNetwork.Dense(random, 8, 1);
        var network = what switch
        {
            "elman" => RandomNetwork.Of(lstm with { Name = "elman", Cell = new ElmanCell(ScalarFunction.Tanh), W = lstm.W[..(8 * Inputs)], U = lstm.U[..64], Bias = lstm.Bias[..8], InitialC = [] }, dense),
            "reverse" => RandomNetwork.Of(lstm with { Direction = Direction.Reverse }, dense),
            "two heads at different depth" => RandomNetwork.Of(lstm, RandomNetwork.Lstm(random, 8, 8, 0.5f, 0), dense, dense with { Sources = [1] }) with { Heads = [2, 3], Outputs = [new("a"), new("b")] },
            "no head" => RandomNetwork.Of(lstm),
            "states" => RandomNetwork.Of(lstm with { InitialH = [.. Enumerable.Repeat(0.5f, 8)] }, dense),
            _ => RandomNetwork.Of(lstm, dense),
        };
        var data = Data(45, 4);
        var error = Assert.Throws<ModelException>(() => Quantizer.Calibrate(network, network, data, default).Run(Scheme.Int8x16, what == "full width" ? Compression.None : Levels, new FineTuning(1), "1.0", []));
        Assert.Equal(ErrorCatalogue.NotTunable, error.Id);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void It_stops_when_it_is_told_to()
    {
        var network = Network(new LstmCell());
        using var stop = new CancellationTokenSource();
        var quantizer = Quantizer.Calibrate(network, network, Data(41, 60), stop.Token);
        int told = 0;
        Assert.Throws<OperationCanceledException>(() => quantizer.Run(Scheme.Int8x16, LowRank, new FineTuning(1000), "1.0", [], _ =>
        {
            told++;
            stop.Cancel();
        }));
        Assert.Equal(1, told);
    }

    static Network Network(LstmCell cell)
    {
        var random = new Random(31);
        return RandomNetwork.Of(RandomNetwork.Lstm(random, Inputs, Units, 0.5f) with { Cell = cell }, RandomNetwork.Dense(random, Units, 2)) with { EveryStep = true };
    }

    static Dataset Data(int seed, int windows, int steps = Steps) => RandomNetwork.Data(new Random(seed), windows, steps, Inputs);
}
