using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Search;
using EdgeLstm.Quantize.Tests.Passes;
using EdgeLstm.Tool.Commands;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>What <c>compress</c> makes of a truth.</summary>
[Trait("Category", "Slow")]
public sealed class CompressTruthTests : CompressRuns
{
    const int Rows = 200;

    static readonly Dataset Data = RandomNetwork.Data(new Random(16), Rows, Steps, Features), Test = RandomNetwork.Data(new Random(17), Rows, Steps, Features);

    static EvaluationSamples Floats(Dataset data, float[]? truth = null) => new(Network, new(data, truth), default);

    /// <summary>
    /// What was chosen as if errors were independent of the float model's own: within √(2·R·B + B²) of it. Here they are not: its own
    /// errors are twice those of the chosen model, the other way, so that all that
    /// the model takes from it is lost.
    /// </summary>
    [Fact]
    public void A_model_whose_errors_go_with_the_float_models_own_is_not_taken_for_one_inside()
    {
        const double Distance = 0.004;
        Write(Floats(Data).Float, null);
        Json("--budget", FormattableString.Invariant($"{Distance}rmse"));
        var before = Written;
        var (data, test) = (Floats(Data), Floats(Test));
        float[] Against(EvaluationSamples samples) => [.. samples.Float.Zip(samples.Run(before), (f, c) => f - 2 * (c - f))];
        float[] truth = Against(data), testTruth = Against(test);
        double least = data.Rmse(truth, data.Float).Min(), budget = Math.Sqrt(least * least + Distance * Distance) - least;
        double lost = Floats(Test, testTruth).Growth(test.Run(before)).Max(change => change.Growth);
        Assert.InRange(lost, 1.5 * budget, 10 * budget);

        var report = Compress(truth, testTruth, FormattableString.Invariant($"{budget:R}rmse"));
        Assert.NotEqual(before.Sha256, Written.Sha256);
        Assert.True(report.GetProperty("isInside").GetBoolean());
        foreach (var output in report.GetProperty("outputs").EnumerateArray())
            Assert.InRange(output.GetProperty("truthRmse").GetDouble() - output.GetProperty("floatTruthRmse").GetDouble(), -1, budget);
    }

    /// <summary>Where errors point the other way, a model may be far from the float model and lose nothing.</summary>
    [Fact]
    public void A_model_that_is_nearer_to_the_truth_is_inside_however_far_from_the_float_model()
    {
        var candidate = Quantizer.Calibrate(Network, Network, Data, default).Run(Scheme.Int8, new(new(RowForm.Three), new(RowForm.Int4)), "1.0", []).Model;
        var report = Compress(Floats(Data).Run(candidate), Floats(Test).Run(candidate), "0.0001rmse");
        Assert.InRange(Written.WeightBytes, 1, candidate.WeightBytes);
        var chosen = Assert.Single(report.GetProperty("front").EnumerateArray(), row => row.GetProperty("chosen").GetBoolean());
        Assert.InRange(chosen.GetProperty("growth").GetDouble(), -1, 0);
        Assert.InRange(chosen.GetProperty("ofLimit").GetDouble(), -1e6, 0);
        Assert.True(report.GetProperty("isInside").GetBoolean());
    }

    [Fact]
    public void Without_a_truth_of_the_test_data_nothing_is_said_of_the_budget_on_them()
    {
        Write(Noisy(Floats(Data), 1), null);
        var run = Run("--truth", Folder["truth.npy"], "--budget", "10%");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("inside, on the test data  not known without --test-truth", run.Out);
        Assert.Contains("note: no --test-truth: by how much the RMSE against the truth grows on --test is not known", run.Out);
        Assert.Contains("budget                    10%: what the RMSE against --truth may grow by", run.Out);
    }

    [Fact]
    public void Without_a_truth_the_budget_promises_what_it_can()
    {
        var run = Run("--budget", "3%", "--report", Folder["r.html"]);
        Assert.Contains("budget                    3%: what the RMSE against the float model may be; against any truth, on the same samples, it grows by no more than that", run.Out);
        Assert.Contains("against any truth, on the same samples, it grows by no more than that: ", File.ReadAllText(Folder["r.html"]));

        // Errors add as sides of a triangle do: so it is, whatever the truth.
        var test = InputBinding.Load([Folder["test.npy"]], Network.Inputs);
        var samples = Floats(test);
        float[] outputs = samples.Run(Written);
        double[] distance = samples.Rmse(samples.Float, outputs);
        foreach (float[] truth in (float[][])[Noisy(samples, 3), outputs, samples.Float, [.. samples.Float.Zip(outputs, (f, c) => f - 50 * (c - f))]])
            Assert.All(Floats(test, truth).Growth(outputs).Zip(distance), pair => Assert.InRange(pair.First.Growth, -pair.Second - 1e-6, pair.Second + 1e-6));
    }

    [Fact]
    public void What_is_set_aside_takes_its_truth_along()
    {
        float[] truth = Noisy(Floats(Data), 5);
        Write(truth, null);
        var run = ToolRun.Of(Tools, "compress", "m.onnx", "--data", Folder["data.npy"], "--truth", Folder["truth.npy"], "-o", Folder["m.elstm"], "--budget", "20%", "--json");
        Assert.Equal((0, ""), (run.Code, run.Error));
        var output = JsonDocument.Parse(run.Out).RootElement.GetProperty("outputs")[0];
        var end = Data.Slice(160, 40);
        double rmse = Floats(end, truth[^80..]).FloatRmse![0];
        Assert.Equal(rmse, output.GetProperty("floatTruthRmse").GetDouble(), 1e-9);
        Assert.Equal(0.2 * rmse, output.GetProperty("limit").GetDouble(), 1e-9);
    }

    [Fact]
    public void The_page_draws_growth_and_names_what_decided()
    {
        Write(Noisy(Floats(Data), 7), Noisy(Floats(Test), 8));
        var run = Run("--truth", Folder["truth.npy"], "--test-truth", Folder["testtruth.npy"], "--budget", "5%", "--report", Folder["r.html"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        string page = File.ReadAllText(Folder["r.html"]);
        foreach (string text in (string[])["What the RMSE to the truth grows by against bytes", "<th>to truth, +</th>", "5%, what the RMSE against --truth may grow by: ", " more than the float model&#39;s"])
            Assert.Contains(text, page.Replace("&apos;", "&#39;"));
        Assert.DoesNotContain("NaN", page);
    }

    [Fact]
    public void A_budget_that_the_test_data_do_not_keep_is_said_with_its_error()
    {
        // The truth of the test data is that of another machine.
        var candidate = Quantizer.Calibrate(Network, Network, Data, default).Run(Scheme.Int8, new(new(RowForm.Three), new(RowForm.Int4)), "1.0", []).Model;
        Write(Floats(Data).Run(candidate), [.. Floats(Test).Float.Zip(Floats(Test).Run(candidate), (f, c) => f - (c - f))]);
        var run = Run("--truth", Folder["truth.npy"], "--test-truth", Folder["testtruth.npy"], "--budget", "0.001rmse");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches(@"note: on the test data the chosen model's RMSE of y[01] against the truth grows by 0\.[0-9]+ ± [0-9.e-]+, [0-9.e+]+ times the budget: it was chosen without them", run.Out);
        Assert.Contains("inside, on the test data  no", run.Out);
    }

    [Theory]
    [InlineData(3, "6 values of truth, expected 400, one for each that the model gives on --data; give one row per window of --data; what --test should have given is --test-truth")]
    [InlineData(0, "no number of truth for output 'y1', expected some; give its values for --data")]
    public void A_truth_that_does_not_fit_is_refused(int rows, string message)
    {
        Write(rows > 0 ? new float[2 * rows] : [.. Floats(Data).Float.Select((value, k) => k % 2 == 1 ? float.NaN : value)], null);
        var run = Run("--truth", Folder["truth.npy"]);
        Assert.StartsWith($"error {ErrorCatalogue.DataShape}: ", Assert.Single(run.ErrorLines));
        Assert.Contains(message, run.Error);
        Assert.False(File.Exists(Folder["m.elstm"]));
    }

    [Fact]
    public void Nothing_inside_the_budget_names_what_the_nearest_loses_of_the_truth()
    {
        float[] truth = Noisy(Floats(Data), 9);
        Write(truth, null);
        string line = Assert.Single(Run("--truth", Folder["truth.npy"], "--budget", "0.0000001rmse").ErrorLines);
        Assert.Matches("error ELSTM184: .*raises the RMSE against the truth by [-+0-9.e]+ ± [-+0-9.e]+, expected at most 1e-07, the budget of 0.0000001rmse", line);
        Write(Floats(Data).Float, null);
        Assert.Contains("an RMSE of 0 of the float model against --truth, output 'y0', expected one to take 1% of; give --budget in the output's unit", Assert.Single(Run("--truth", Folder["truth.npy"]).ErrorLines));
    }

    [Fact]
    public void A_truth_of_the_test_data_wants_test_data()
    {
        var run = ToolRun.Of(Tools, "compress", "m.onnx", "--data", "x.npy", "--test-truth", "y.npy", "-o", "m.elstm");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("--test-truth says what --test should have given: give both", Assert.Single(run.ErrorLines));
    }

    JsonElement Compress(float[] truth, float[] testTruth, string budget)
    {
        Write(truth, testTruth);
        return Json("--truth", Folder["truth.npy"], "--test-truth", Folder["testtruth.npy"], "--budget", budget);
    }

    void Write(float[] truth, float[]? testTruth)
    {
        NpyFile.Write(Folder["data.npy"], [Rows, Steps, Features], Data.Values);
        NpyFile.Write(Folder["test.npy"], [Rows, Steps, Features], Test.Values);
        NpyFile.Write(Folder["truth.npy"], [truth.Length / 2, 2], truth);
        if (testTruth is not null)
            NpyFile.Write(Folder["testtruth.npy"], [Rows, 2], testTruth);
    }

    static float[] Noisy(EvaluationSamples samples, int seed)
    {
        var random = new Random(seed);
        return [.. samples.Float.Select(value => value + 0.2f * (random.NextSingle() - 0.5f))];
    }
}
