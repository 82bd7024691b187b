using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Tool.Commands.New;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>What <c>new app</c> writes; that it builds and runs is the package tests' business.</summary>
public sealed class NewAppTests : IDisposable
{
    static readonly string Pump = Path.Combine(TestFiles.Repository, "examples/raspberrypi/models/pump.elstm");

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pump-watch", "pump.elstm", "pump_watch", "PumpModel")]
    [InlineData("2nd plant (north)", "lstm_model v2.elstm", "_2nd_plant__north_", "LstmModelV2Model")]
    [InlineData("System.new", "model.elstm", "SystemApp._new", "ModelModel")]
    [InlineData("Übung", "4711.elstm", "_bung", "Value4711Model")]
    public void Folder_and_model_may_have_any_name(string folder, string file, string space, string name)
    {
        File.Copy(Pump, _folder[file]);
        Assert.Equal(0, New(file, folder).Code);
        string[] written = Directory.GetFiles(_folder[folder], "*", SearchOption.AllDirectories);
        Assert.Contains(written, path => path.EndsWith(".csproj", StringComparison.Ordinal));
        foreach (string path in written.Where(path => !path.EndsWith(".elstm", StringComparison.Ordinal)))
        {
            string text = File.ReadAllText(path);
            Assert.DoesNotMatch("Plant(App|Space|Model)|PLANT_|plant\\.elstm", path + text);
            Assert.True(!path.EndsWith(".cs", StringComparison.Ordinal) || !CSharpSyntaxTree.ParseText(text).GetDiagnostics().Any(), path);
        }

        string code = File.ReadAllText(_folder[$"{folder}/{name}.cs"]);
        Assert.Contains($"namespace {space};", code);
        string copied = Regex.Match(code, "\"(.+\\.elstm)\"").Groups[1].Value;
        Assert.Equal(File.ReadAllBytes(Pump), File.ReadAllBytes(_folder[$"{folder}/{copied}"]));
    }

    [Fact]
    public void Nothing_is_written_over_without_force_and_nothing_taken_away_with_it()
    {
        File.Copy(Pump, _folder["pump.elstm"]);
        Directory.CreateDirectory(_folder["app"]);
        File.WriteAllText(_folder["app/Alarm.cs"], "mine");
        File.WriteAllText(_folder["app/notes.txt"], "mine");
        var refused = New("pump.elstm", "app");
        Assert.Equal(1, refused.Code);
        Assert.Matches("^error ELSTM159: .*app: found a folder that is not empty, .*--force", Assert.Single(refused.ErrorLines));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder["app"]).Length);
        Assert.Equal(0, New("pump.elstm", "app", "--force").Code);
        Assert.Equal("mine", File.ReadAllText(_folder["app/notes.txt"]));
        Assert.Contains("class Alarm", File.ReadAllText(_folder["app/Alarm.cs"]));
    }

    [Fact]
    public void Of_a_trained_model_the_command_that_comes_first_is_said()
    {
        File.Copy(Path.ChangeExtension(Pump, ".onnx"), _folder["my pump.onnx"]);
        var run = New("my pump.onnx", "app");
        Assert.Equal(1, run.Code);
        Assert.Matches("'edgelstm quantize \".*my pump.onnx\" -o \".*my pump.elstm\" --calibrate DATA'", Assert.Single(run.ErrorLines));
        Assert.False(Directory.Exists(_folder["app"]));
    }

    [Theory]
    [InlineData("", "fault_probability", "above 0.5")]
    [InlineData("--watch rul", "rul", "below 33")]
    [InlineData("--watch rul --below 48", "rul", "below 48")]
    [InlineData("--above 0.8", "fault_probability", "above 0.8")]
    public void What_rings_is_chosen_and_said(string options, string watched, string limit)
    {
        File.Copy(Pump, _folder["pump.elstm"]);
        var run = New("pump.elstm", "app", ["--json", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal("", run.Error);
        var said = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((watched, limit), (said.GetProperty("watched").GetString(), said.GetProperty("limit").GetString()));
        string limits = File.ReadAllText(_folder["app/Limits.cs"]);
        Assert.Contains($"Output = \"{watched}\"", limits);
        Assert.Contains($"Raise = {limit.Split(' ')[1]}", limits);
        Assert.Contains(said.GetProperty("why").GetString()!, limits);
    }

    [Theory]
    [InlineData("RUL", "", 0f, 125f, false, 38f, 45.6f)]
    [InlineData("y", "cycles", 100f, 20f, false, 30f, 36f)]
    [InlineData("y", "", 0f, 1f, true, 2f, 1.6f)]
    [InlineData("oil temperature", "degC", 60f, 5f, true, 70f, 68f)]
    [InlineData("fault", "", 0f, 1f, true, 0.5f, 0.4f)]
    public void An_output_is_known_by_name_unit_and_range(
        string name, string unit, float mean, float scale, bool isAbove, float raise, float release)
    {
        var model = Artifact() with { Outputs = [new(name, unit, mean, scale)] };
        var alarm = AlarmChoice.Of(model, new("m.elstm", "app"));
        Assert.Equal((name, isAbove, raise, release), (alarm.Output.Name, alarm.IsAbove, alarm.Raise, alarm.Release));
    }

    [Fact]
    public void Of_classes_one_that_is_bad_rings()
    {
        var softmax = Artifact() with { Outputs = [new("normal", "", 0, 1), new("fault_bearing", "", 0, 1)] };
        var alarm = AlarmChoice.Of(softmax, new("m.elstm", "app"));
        Assert.Equal(("fault_bearing", true), (alarm.Output.Name, alarm.IsAbove));
    }

    [Fact]
    public void An_output_that_is_none_names_those_that_are()
    {
        File.Copy(Pump, _folder["pump.elstm"]);
        Assert.Contains("error ELSTM160: ", New("pump.elstm", "app", "--watch", "life").Error);
        Assert.Contains("'rul', 'fault_probability'", New("pump.elstm", "app", "--watch", "life").Error);
    }

    [Fact]
    public void A_window_is_asked_about_where_the_user_says_so()
    {
        File.Copy(Pump, _folder["pump.elstm"]);
        Assert.Equal(0, New("pump.elstm", "app", "--window", "24").Code);
        Assert.Contains("SlidingWindow _window = new(24);", File.ReadAllText(_folder["app/Prediction.cs"]));
        Assert.Equal(0, New("pump.elstm", "stream").Code);
        Assert.Contains("PumpModel.Step(", File.ReadAllText(_folder["stream/Prediction.cs"]));
    }

    [Fact]
    public void Packages_are_found_in_a_folder_above()
    {
        Directory.CreateDirectory(_folder["packages"]);
        Directory.CreateDirectory(_folder["a/b"]);
        Assert.Null(PackageFeed.Find(null, _folder["a/b"]));
        File.WriteAllText(_folder["packages/EdgeLstm.Runtime.0.1.0-x.nupkg"], "");
        Assert.Equal(_folder["packages"], PackageFeed.Find(null, _folder["a/b"]));
    }

    [Fact]
    public void The_template_of_dotnet_new_replaces_the_same_words()
    {
        string config = File.ReadAllText(Path.Combine(TestFiles.Repository, "templates/app/.template.config/template.json"));
        string[] theirs = [.. Regex.Matches(config, "\"(?:replaces|sourceName)\": \"([^\"]+)\"").Select(match => match.Groups[1].Value)];
        var ours = AppFiles.Replacements(new("a", "b", "c", "d"), AlarmChoice.Of(Artifact(), new("m.elstm", "app")),
            new(1, null, "1", "")).Keys.Select(word => word.Trim('"'));
        Assert.Equal(ours.Where(word => word != "plant.elstm").Order(), theirs.Order()); // the template's model keeps its name
    }

    static ModelArtifact Artifact() => ModelLoader.Artifact(Pump);

    ToolRun New(string model, string folder, params string[] more) =>
        ToolRun.Of(null, ["new", "app", _folder[model], "-o", _folder[folder], .. more]);
}
