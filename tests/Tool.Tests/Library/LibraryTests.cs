using System.Text.Json;
using EdgeLstm.Quantize;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Search;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Import;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Tool.Tests.Commands;

namespace EdgeLstm.Tool.Tests.Library;

/// <summary>What the verbs do, in C#: the same bytes, the same errors.</summary>
public class LibraryTests : IDisposable
{
    const int Features = 3, Steps = 25, Windows = 8;

    readonly TemporaryFolder _folder = new();
    readonly float[] _values = RandomNetwork.Data(new Random(61), Windows, Steps, Features).Values;

    public LibraryTests() => NpyFile.Write(_folder["windows.npy"], [Windows, Steps, Features], _values);

    static string Model => GoldenModels.ModelPath("stacked-dropout");

    public void Dispose() => _folder.Dispose();

    string Tool(params string[] args)
    {
        var run = ToolRun.Of(null, args);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run.Out;
    }

    QuantizedModel Quantized(QuantizationOptions? options = null)
    {
        var trained = TrainedModel.Load(Model);
        return trained.Quantize(trained.ReadSamples(_folder["windows.npy"]), options);
    }

    [Fact]
    public void Quantize_writes_the_tools_file()
    {
        Quantized().Save(_folder["library.elstm"]);
        Tool("quantize", Model, "-o", _folder["tool.elstm"], "--calibrate", _folder["windows.npy"]);
        Assert.Equal(File.ReadAllText(_folder["tool.elstm"]), File.ReadAllText(_folder["library.elstm"]));
    }

    [Fact]
    public void Its_options_are_the_tools()
    {
        Quantized(new() { Scheme = Scheme.Int8, GateWeights = RowForm.Five, CandidateWeights = RowForm.Int4, Sparsity = 0.25 })
            .Save(_folder["library.elstm"]);
        Tool("quantize", Model, "-o", _folder["tool.elstm"], "--calibrate", _folder["windows.npy"], "--scheme", "int8",
            "--gate-weights", "five", "--candidate", "int4", "--sparsity", "0.25");
        Assert.Equal(File.ReadAllText(_folder["tool.elstm"]), File.ReadAllText(_folder["library.elstm"]));
    }

    [Fact]
    public void Samples_of_a_program_are_those_of_a_file()
    {
        var trained = TrainedModel.Load(Model);
        Assert.Equal(Quantized().Sha256, trained.Quantize(trained.SamplesOf(_values, Steps)).Sha256);
    }

    [Fact]
    public void A_schema_gives_the_users_units_from_samples_to_answers()
    {
        File.WriteAllText(_folder["schema.csv"], "kind,name,unit,mean,scale\ninput,heat,°C,40,10\ninput,load,%,50,25\ninput,flow,l/s,0,1\n"
            + string.Concat(TrainedModel.Load(Model).Outputs.Select((_, k) => $"output,life{k},h,100,50\n")));
        var plain = TrainedModel.Load(Model);
        var trained = plain.WithSchema(_folder["schema.csv"]);
        Assert.Equal(["heat [°C]", "load [%]", "flow [l/s]"], trained.Inputs.Select(input => input.ToString()));

        float[] user = [.. _values.Select((value, k) => (k % Features) switch { 0 => value * 10 + 40, 1 => value * 25 + 50, _ => value })];
        var model = trained.Quantize(trained.SamplesOf(user, Steps));
        Assert.Equal("life0 [h]", model.Outputs[0].ToString());
        var check = model.Verify(trained, trained.SamplesOf(user, Steps));
        Assert.InRange(check.Windows[0].Rmse, 1e-9, 0.5); // of a scale of 50
        Assert.Equal(0, check.SaturatedShare);

        float[] z = new float[plain.Outputs.Count], y = new float[z.Length];
        plain.CreateRunner().Predict(_values.AsSpan(0, Steps * Features), z);
        trained.CreateRunner().Predict(user.AsSpan(0, Steps * Features), y);
        Assert.Equal(z[0] * 50 + 100, y[0], 2e-3);
    }

    [Fact]
    public void Verify_finds_what_the_tool_finds()
    {
        var (trained, model) = (TrainedModel.Load(Model), Quantized());
        var found = model.Verify(trained, trained.ReadSamples(_folder["windows.npy"]));
        model.Save(_folder["m.elstm"]);
        var told = JsonDocument.Parse(Tool("verify", Model, _folder["m.elstm"], "--data", _folder["windows.npy"], "--json")).RootElement;
        Assert.Equal(told.GetProperty("windows")[0].GetProperty("rmse").GetDouble(), found.Windows[0].Rmse, 12);
        Assert.Equal(told.GetProperty("stream")[0].GetProperty("max").GetDouble(), found.Stream[0].Max, 12);
        Assert.Equal(Windows, found.Windows[0].Count);
        Assert.NotEmpty(found.Notes);
    }

    [Fact]
    public void A_runner_gives_the_tools_bits_from_a_file_that_is_read_at_run_time()
    {
        Quantized().Save(_folder["m.elstm"]);
        Tool("run", _folder["m.elstm"], "-i", _folder["windows.npy"], "-o", _folder["y.npy"]);
        Tool("run", _folder["m.elstm"], "-i", _folder["windows.npy"], "-o", _folder["s.npy"], "--stream");
        var (expected, streamed) = (NpyFile.Read(_folder["y.npy"]).Values, NpyFile.Read(_folder["s.npy"]).Values);

        var loaded = QuantizedModel.Load(_folder["m.elstm"]);
        var runner = loaded.CreateRunner();
        int outputs = loaded.Outputs.Count;
        Assert.Equal(outputs, runner.OutputLength(Steps));
        float[] y = new float[outputs];
        for (int n = 0; n < Windows; n++)
        {
            runner.Predict(_values.AsSpan(n * Steps * Features, Steps * Features), y);
            Assert.Equal(expected.AsSpan(n * outputs, outputs).ToArray(), y);
            runner.Reset();
            for (int t = 0; t < Steps; t++)
            {
                runner.Step(_values.AsSpan((n * Steps + t) * Features, Features), y);
                Assert.Equal(streamed.AsSpan((n * Steps + t) * outputs, outputs).ToArray(), y);
            }
        }
    }

    [Fact]
    public void A_loaded_model_says_what_the_made_one_does_and_saves_the_same_file()
    {
        var made = Quantized();
        made.Save(_folder["m.elstm"]);
        var loaded = QuantizedModel.Load(_folder["m.elstm"]);
        loaded.Save(_folder["again.elstm"]);
        Assert.Equal(File.ReadAllText(_folder["m.elstm"]), File.ReadAllText(_folder["again.elstm"]));
        Assert.Equal((made.Name, made.Sha256, made.Scheme, made.WarmUpSteps, made.WeightBytes, made.Window, made.CanStream),
            (loaded.Name, loaded.Sha256, loaded.Scheme, loaded.WarmUpSteps, loaded.WeightBytes, loaded.Window, loaded.CanStream));
        Assert.All(loaded.Inputs, input => Assert.InRange(input.Max - input.Min, 0.1f, 1000f));
    }

    [Fact]
    public void Misuse_says_what_was_expected()
    {
        var (trained, model) = (TrainedModel.Load(Model), Quantized());
        var runner = model.CreateRunner();
        Assert.Contains("expected 3", Assert.Throws<ArgumentException>(() => runner.Step(new float[2], new float[1])).Message);
        Assert.Contains("samples of 3", Assert.Throws<ArgumentException>(() => runner.Predict(new float[4], new float[1])).Message);
        Assert.Contains("output has 9 values", Assert.Throws<ArgumentException>(() => runner.Predict(new float[6], new float[9])).Message);
        Assert.Equal("ELSTM153", Assert.Throws<ModelException>(() => trained.SamplesOf(new float[7], 2)).Id);
        Assert.Equal("ELSTM156", Assert.Throws<ModelException>(() => QuantizedModel.Load(Model)).Id);
        Assert.Equal("ELSTM150", Assert.Throws<ModelException>(() => TrainedModel.Load(_folder["none.onnx"])).Id);
        var samples = trained.SamplesOf(_values, Steps);
        Assert.Contains("one of the two", Assert.Throws<ArgumentException>(
            () => trained.Quantize(samples, new() { GateRank = 4, Sparsity = 0.5 })).Message);
        Assert.Contains("Int4", Assert.Throws<ArgumentException>(
            () => trained.Quantize(samples, new() { CandidateWeights = RowForm.Five })).Message);
    }

    [Fact]
    [Trait("Category", "Slow")] // a search
    public void Compress_chooses_what_the_tool_chooses()
    {
        var trained = TrainedModel.Load(Model);
        var shares = new List<double>();
        var found = trained.Compress(trained.ReadSamples(_folder["windows.npy"]), new() { Budget = Budget.Parse("5%")!.Value },
            new Inline<double>(shares.Add));
        found.Model.Save(_folder["library.elstm"]);
        Tool("compress", Model, "--data", _folder["windows.npy"], "--budget", "5%", "-o", _folder["tool.elstm"]);
        Assert.Equal(File.ReadAllText(_folder["tool.elstm"]), File.ReadAllText(_folder["library.elstm"]));
        Assert.Contains(found.Chosen, found.Trials);
        Assert.True(found.Trials.Count > 10);
        Assert.InRange(found.Chosen.BudgetUsed, 0, 1);
        Assert.Equal(found.Model.WeightBytes, found.Chosen.Bytes);
        Assert.Equal(1, shares[^1]);
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal("ELSTM153", Assert.Throws<ModelException>(
            () => trained.Compress(trained.SamplesOf(_values, Steps), new() { Truth = [1] })).Id);
    }

    [Fact]
    [Trait("Category", "Slow")] // trains
    public void Training_writes_the_tools_model_stopped_in_between_or_not()
    {
        File.WriteAllText(_folder["pumps.csv"], Pumps.Table(pumps: 6, seed: 1));
        using var cancel = new CancellationTokenSource();
        var trainer = new Trainer([_folder["pumps.csv"]],
            new() { Targets = [new("rul [h]")], Group = "pump", Time = "hour", Window = 8 }, new() { HiddenSize = 6 },
            new() { Epochs = 4, Batch = 32 });
        var epochs = new List<EpochResult>();
        Assert.Null(trainer.Best);
        Assert.Throws<OperationCanceledException>(() => trainer.Run(new Inline<TrainingProgress>(told =>
        {
            if (told.Epoch is { Epoch: 2 })
                cancel.Cancel();
        }), cancel.Token));
        Assert.Equal(2, trainer.Best!.History.Count);
        var trained = trainer.Run(new Inline<TrainingProgress>(told => epochs.AddRange(told.Epoch is null ? [] : [told.Epoch])));
        Assert.Equal([3, 4], epochs.Select(epoch => epoch.Epoch));
        var model = trained.Save(_folder["pump.onnx"]);
        byte[] library = File.ReadAllBytes(_folder["pump.onnx"]);

        Tool("train", "csv", _folder["pumps.csv"], "--target", "rul", "--group", "pump", "--time", "hour", "--window", "8", "--hidden", "6",
            "--epochs", "4", "--batch", "32", "-o", _folder["pump.onnx"]);
        Assert.Equal(File.ReadAllBytes(_folder["pump.onnx"]), library);
        Assert.Equal(["vibration [mm/s]", "load"], model.Inputs.Select(input => input.ToString()));
        Assert.Equal("ELSTM190", Assert.Throws<ModelException>(
            () => new Trainer([_folder["pumps.csv"]], new() { Targets = [new("life")], Window = 8 })).Id);
        Assert.Contains("'lstn'", Assert.Throws<ArgumentException>(
            () => new Trainer([_folder["pumps.csv"]], new() { Targets = [new("rul")], Window = 8 }, new() { Cell = "lstn" })).Message);
    }

    sealed class Inline<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
