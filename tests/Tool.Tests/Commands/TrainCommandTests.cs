using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Tool.Commands;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>A user's own table to a model, in this process.</summary>
public sealed class TrainCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Ten machines whose temperature rises the faster the later; rul is what is left, and it fails in the last fifteen hours.
    /// </summary>
    static string Machines(int machines = 10, int hours = 60, Func<int, int, string, string>? edit = null)
    {
        var random = new Random(8);
        var text = new StringBuilder("machine,hour,temperature,load,spare,rul,state\n");
        for (int m = 0; m < machines; m++)
            for (int hour = 0; hour < hours; hour++)
            {
                double wear = Math.Pow((double)hour / hours, 2);
                string row = string.Create(CultureInfo.InvariantCulture, $"m{m},{hour},{40 + 30 * wear + random.NextDouble():F3},{random.NextDouble():F3},7,{hours - 1 - hour},{(hour >= hours - 15 ? "worn" : "good")}");
                text.Append(edit?.Invoke(m, hour, row) ?? row).Append('\n');
            }

        return text.ToString();
    }

    /// <summary>The usual options, of which <paramref name="more"/> may replace some.</summary>
    ToolRun Train(string file, string more = "")
    {
        string[] own = more.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var usual = new[] { ("--target", "rul"), ("--group", "machine"), ("--time", "hour"), ("--features", "temperature,load"), ("--window", "10"), ("--hidden", "8"), ("--batch", "64"), ("--epochs", "6"), ("-o", _folder["m.onnx"]) };
        return ToolRun.Of(null, ["train", "csv", file, .. usual.Where(option => !own.Contains(option.Item1)).SelectMany(option => new[] { option.Item1, option.Item2 }), .. own]);
    }

    static JsonElement Json(ToolRun run)
    {
        Assert.Equal((0, ""), (run.Code, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    [Fact]
    public void A_table_becomes_a_model_a_report_and_a_next_step()
    {
        string file = _folder.Write("pump.csv", Machines());
        var run = Train(file, "--epochs 20 --learning-rate 0.02");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("epoch 20/20  loss ", run.Out);
        Assert.Contains($"next: 'edgelstm quantize {_folder["m.onnx"]}", run.Out);
        Assert.Contains("then: call SlidingWindow in your code: the model was trained on windows of 10 samples", run.Out);
        Assert.Equal(["m.onnx", "pump.csv"], _folder.Names);
        var network = OnnxImporter.Import(_folder["m.onnx"]);
        Assert.Equal(["temperature", "load"], network.Inputs.Select(input => input.Name));
        Assert.Equal(10, network.WarmUpSteps);

        var score = Json(ToolRun.Of(null, "evaluate", _folder["m.onnx"], "csv", file, "--target", "rul", "--group", "machine", "--json"));
        Assert.InRange(score.GetProperty("rmse").GetDouble(), 0.5, 10); // of lives from 0 to 50
        Assert.InRange(score.GetProperty("r2").GetDouble(), 0.6, 1);
    }

    [Theory]
    [InlineData("--target rul", 1, 1)]
    [InlineData("--target state --task classification", 0, 1)]
    [InlineData("--task anomaly --target spare", 2, 2)]
    [InlineData("--target rul,state --task regression,classification --loss-at every --window 40", 1, 2)]
    public void A_report_is_a_page_with_the_losses_and_the_answers_on_groups_held_out(string options, int scatters, int outputs)
    {
        string file = _folder.Write("pump.csv", Machines(edit: (_, _, row) => row.Replace(",7,", ",0,", StringComparison.Ordinal)));
        var run = Train(file, $"{options} --validation 0.3 --report {_folder["r.html"]}");
        Assert.Equal((0, ""), (run.Code, run.Error));
        string page = File.ReadAllText(_folder["r.html"]);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("NaN", page);
        var drawings = XElement.Parse(page[page.IndexOf("<body>", StringComparison.Ordinal)..(page.IndexOf("</body>", StringComparison.Ordinal) + 7)]).Descendants("svg").ToArray();
        Assert.Equal(1 + 2 * scatters + 3 * outputs, drawings.Length);
        Assert.Equal(6, drawings[0].Elements("polyline").First().Attribute("points")!.Value.Split(' ').Length);
    }

    [Fact]
    public void Several_targets_are_learned_at_every_sample_for_a_stream()
    {
        // A column of zeros and ones beside rul, with units in the header, and a hole in one group.
        string file = _folder.Write("pump.csv", Machines(hours: 60, edit: (m, hour, row) => $"{(m == 2 && hour == 30 ? row.Replace(",7,", ",,", StringComparison.Ordinal) : row)},{(hour >= 45 ? 1 : 0)}")
            .Replace("state\n", "state,fails[-]\n", StringComparison.Ordinal).Replace("temperature", "temperature[degC]", StringComparison.Ordinal));
        const string Targets = "--target rul,state,fails --task regression,classification,classification --group machine";
        var run = Train(file, $"{Targets} --features temperature,load,spare --missing drop --loss-at every --window 100 --batch 32 --epochs 60 --learning-rate 0.02");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("left out 1 samples with missing values: a new window begins behind each", run.Out);
        Assert.Contains($"{Targets} --time hour --stream' on data that are not in this table", run.Out);
        var network = OnnxImporter.Import(_folder["m.onnx"]);
        Assert.Equal(["rul", "p_state_worn", "fails_probability"], network.Outputs.Select(output => output.Name));
        Assert.Equal(("degC", null), (network.Inputs[0].Unit, network.WarmUpSteps));

        Json(ToolRun.Of(null, "quantize", _folder["m.onnx"], "-o", _folder["m.elstm"], "--calibrate", file, "--json"));
        foreach (string model in (string[])["m.onnx", "m.elstm"])
        {
            var score = Json(ToolRun.Of(null, ["evaluate", _folder[model], "csv", file, .. Targets.Split(' '), "--stream", "--json"]));
            Assert.Equal(600, score.GetProperty("windows").GetInt32()); // a stream cannot leave out what training did
            Assert.InRange(score.GetProperty("rul.rmse").GetDouble(), 0.1, 8); // of lives from 0 to 59
            Assert.InRange(score.GetProperty("fails.f1").GetDouble(), 0.7, 1);
            Assert.InRange(score.GetProperty("state.f1").GetDouble(), 0.7, 1);
        }
    }

    [Theory]
    [InlineData("--task classification,regression", "--task has 2 for 1 targets, expected one for all or one for each")]
    [InlineData("--task clasification", "--task is 'clasification', expected regression, classification, forecast, anomaly")]
    [InlineData("--target rul,load --task forecast", "--task forecast takes one target, found 2")]
    [InlineData("--target rul,rul", "--target has a column twice")]
    [InlineData("--cell gru --input-bias 1", "--input-bias with --cell gru, which has no input gate of its own")]
    [InlineData("--cell coupled --input-bias 1", "--input-bias with --cell coupled, which has no input gate of its own")]
    [InlineData("--forget-bias uniform --input-bias 1", "--input-bias with --forget-bias uniform, which sets the input gates' biases too")]
    [InlineData("--weight-decay -1", "--weight-decay is '-1', expected a number from 0 to 10")]
    [InlineData("--task forecast --loss-at every", "--loss-at every is for regression and classification")]
    public void Targets_and_tasks_that_do_not_fit_are_usage_errors(string options, string message)
    {
        var run = Train(_folder.Write("pump.csv", Machines()), options);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error);
    }

    [Theory]
    [InlineData("lstm", "soft")]
    [InlineData("lstm", "binary")]
    public void The_model_takes_the_path_of_any_other(string cell, string gates)
    {
        string file = _folder.Write("pump.csv", Machines());
        Json(Train(file, $"--cell {cell} --gates {gates} --epochs 1 --json"));
        var report = Json(ToolRun.Of(null, "quantize", _folder["m.onnx"], "-o", _folder["m.elstm"], "--calibrate", file, "--json"));
        Assert.Equal("int8x16", report.GetProperty("scheme").GetString());
        Assert.Equal(10, ArtifactReader.Read(File.ReadAllText(_folder["m.elstm"])).WarmUpSteps);
        double Rmse(string model) => Json(ToolRun.Of(null, "evaluate", _folder[model], "csv", file, "--target", "rul", "--group", "machine", "--json")).GetProperty("rmse").GetDouble();
        Assert.Equal(Rmse("m.onnx"), Rmse("m.elstm"), 0.5);
    }

    [Theory]
    [InlineData("--loss squared")]
    [InlineData("--average 0.9 --gates hard --hard-from 5 --validation 0")]
    [InlineData("--input-noise 0.3 --weight-decay 1 --noise-fade --input-bias 1 --gates hard")]
    public void A_run_that_is_stopped_keeps_its_best_and_goes_on_as_if_it_had_not_been(string more)
    {
        string file = _folder.Write("pump.csv", Machines());
        Json(Train(file, $"{more} --json"));
        byte[] whole = File.ReadAllBytes(_folder["m.onnx"]);
        File.Delete(_folder["m.onnx"]);

        using var stop = new CancellationTokenSource();
        var output = new StopAfter("epoch 3/6", stop);
        var error = new StringWriter();
        string[] args = $"train csv {file} --target rul --group machine --time hour --features temperature,load --window 10 --hidden 8 --batch 64 --epochs 6 -o {_folder["m.onnx"]} {more}".Split(' ');
        Assert.Equal(ExitCode.Interrupted, Cli.Run(args, new Session(new Screen(output), CommandServices.Default, stop.Token), error));
        Assert.Equal("", error.ToString());
        Assert.Contains("--resume goes on", output.ToString());
        Assert.Equal(["m.onnx", "m.onnx.resume", "pump.csv"], _folder.Names);

        var refused = Train(file, $"{more} --resume --learning-rate 0.001");
        Assert.StartsWith($"error {ErrorCatalogue.CannotResume}: ", Assert.Single(refused.ErrorLines));
        Json(Train(file, $"{more} --resume --json"));
        Assert.Equal(whole, File.ReadAllBytes(_folder["m.onnx"]));
        Assert.Equal(["m.onnx", "pump.csv"], _folder.Names);
    }

    [Fact]
    public void With_nothing_held_out_all_is_learned_from_and_the_last_epoch_written()
    {
        var report = Json(Train(_folder.Write("pump.csv", Machines()), "--validation 0 --learning-rate 0.02 --json"));
        Assert.Equal((510, 0, 6), (report.GetProperty("trainingWindows").GetInt32(), report.GetProperty("validationWindows").GetInt32(), report.GetProperty("bestEpoch").GetInt32()));
        Assert.Equal("its training RMSE", Train(_folder["pump.csv"], "--validation 0").Out.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith("its training RMSE", StringComparison.Ordinal))[..17]);
    }

    [Fact]
    public void The_model_does_not_depend_on_the_number_of_threads()
    {
        string file = _folder.Write("pump.csv", Machines());
        Json(Train(file, "--threads 1 --gates hard --json --epochs 2"));
        byte[] one = File.ReadAllBytes(_folder["m.onnx"]);
        Json(Train(file, "--threads 4 --gates hard --json --epochs 2"));
        Assert.Equal(one, File.ReadAllBytes(_folder["m.onnx"]));
    }

    [Fact]
    public void Classes_forecasts_and_anomalies_are_learned_and_scored()
    {
        string file = _folder.Write("pump.csv", Machines());
        Json(Train(file, "--target state --task classification --epochs 20 --json"));
        var classes = Json(ToolRun.Of(null, "evaluate", _folder["m.onnx"], "csv", file, "--target", "state", "--task", "classification", "--group", "machine", "--json"));
        Assert.InRange(classes.GetProperty("accuracy").GetDouble(), 0.8, 1);
        Assert.Equal(10, classes.GetProperty("faults").GetInt32());
        Assert.InRange(classes.GetProperty("leadTime").GetDouble(), 8, 14);

        Json(Train(file, "--target temperature --task forecast --horizon 3 --epochs 20 --learning-rate 0.02 --json"));
        var forecast = Json(ToolRun.Of(null, "evaluate", _folder["m.onnx"], "csv", file, "--target", "temperature", "--task", "forecast", "--horizon", "3", "--group", "machine", "--json"));
        Assert.InRange(forecast.GetProperty("rmse").GetDouble(), 0.2, 3);

        string labelled = _folder.Write("labelled.csv", Machines().Replace("good", "0", StringComparison.Ordinal).Replace("worn", "1", StringComparison.Ordinal));
        Json(Train(labelled, "--target state --task anomaly --epochs 20 --json"));
        var anomalies = Json(ToolRun.Of(null, "evaluate", _folder["m.onnx"], "csv", labelled, "--target", "state", "--task", "anomaly", "--group", "machine", "--json"));
        Assert.InRange(anomalies.GetProperty("averagePrecision").GetDouble(), 0.3, 1);
    }

    [Theory]
    [InlineData("--target life", ErrorCatalogue.BadTrainingData, "no column 'life' of --target among 'machine'")]
    [InlineData("--features temperature,pressure", ErrorCatalogue.BadTrainingData, "no column 'pressure' of the features")]
    [InlineData("--target state", ErrorCatalogue.BadTrainingData, "'good' in column 'state', sample 1")]
    [InlineData("--window 61", ErrorCatalogue.TooFewWindows, "10 of 10 groups are shorter than 61 samples")]
    [InlineData("--target spare --task classification", ErrorCatalogue.OneClassOnly, "1 class in column 'spare', '7'")]
    [InlineData("--resume", ErrorCatalogue.FileMissing, "")]
    public void Bad_data_and_settings_are_told_in_one_line(string options, string id, string message)
    {
        var run = Train(_folder.Write("pump.csv", Machines()), options);
        Assert.Equal(ExitCode.Failure, run.Code);
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith($"error {id}: ", line);
        Assert.Contains(message, line);
        Assert.DoesNotContain("m.onnx", _folder.Names);
    }

    [Fact]
    public void Missing_values_short_groups_and_channels_that_stand_still_are_counted()
    {
        string file = _folder.Write("pump.csv", Machines(edit: (m, hour, row) => m == 3 && hour == 30 ? "m3,30,,0.5,7,29,good" : row) + "m99,0,40,0.5,7,1,good\n");
        var run = Train(file, "--features temperature,load,spare --epochs 1 --missing drop");
        Assert.Equal(0, run.Code);
        Assert.Contains("left out 1 of 11 groups: shorter than 10 samples", run.Out);
        Assert.Contains("left out 10 windows with missing values", run.Out);
        Assert.Contains("'spare' stands still", run.Out);
    }

    [Theory]
    [InlineData("nan")]
    [InlineData("NA")]
    [InlineData("-inf")]
    [InlineData("null")]
    public void The_words_that_other_programs_write_are_missing_values_too(string word)
    {
        string file = _folder.Write("pump.csv", Machines(edit: (m, hour, row) => m == 3 && hour == 30 ? $"m3,30,{word},0.5,7,29,good" : m == 4 && hour == 59 ? $"m4,59,60,0.5,7,{word},{word}" : row));
        var run = Train(file, "--epochs 1");
        Assert.Contains("missing are 1 of 1200 values (0.083 %): 'temperature' 1; 1 held\n", run.Out.ReplaceLineEndings("\n"));
        Assert.Contains("left out 1 windows without a target", run.Out);
        Assert.Contains("event of 'state': 'worn', 149 of 599 samples (the rarer class; --positive good makes 'good' the event); 'p_worn' is its probability. The other class is 'good', 450 samples", Train(file, "--epochs 1 --target state --task classification").Out);
    }

    [Fact]
    public void A_table_of_semicolons_is_said_to_be_one()
    {
        var run = Train(_folder.Write("pump.csv", Machines().Replace(',', ';')), "--epochs 1");
        Assert.Contains("pump.csv: columns separated by semicolons", run.Out);
    }

    [SharedFact]
    [Trait("Category", "Slow")]
    public void Cmapss_is_learned_to_what_the_literature_reaches()
    {
        string data = TestFiles.Shared("cmapss");
        Json(ToolRun.Of(null, "train", "cmapss", data, "--subset", "FD001", "-o", _folder["m.onnx"], "--hidden", "16", "--epochs", "6", "--batch", "128", "--json"));
        var score = Json(ToolRun.Of(null, "evaluate", _folder["m.onnx"], "cmapss", data, "--subset", "FD001", "--json"));
        Assert.Equal(100, score.GetProperty("engines").GetInt32());
        Assert.InRange(score.GetProperty("rmse").GetDouble(), 12, 18);
        Assert.True(score.GetProperty("rmseUncapped").GetDouble() > score.GetProperty("rmse").GetDouble());
    }

    /// <summary>Cancels once a line has been printed.</summary>
    sealed class StopAfter(string text, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(text, StringComparison.Ordinal) == true)
                stop.Cancel();
        }
    }
}
