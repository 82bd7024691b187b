using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Import;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>Initial states and lengths on the command line, with the golden models that ONNX Runtime and PyTorch ran with them.</summary>
public class StateInputsTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static ToolRun Run(params string[] arguments) => ToolRun.Of(EdgeLstm.Tool.Commands.CommandServices.Default, arguments);

    [Theory]
    [InlineData("onnx-lstm-bidirectional", 2)]
    [InlineData("onnx-gru-forward", 1)]
    [InlineData("onnx-lstm-bidirectional-lengths", 2)]
    [InlineData("torch-gru-lengths", 1)]
    public void A_run_gives_what_the_maker_computed(string name, int rows)
    {
        var golden = FamilyGoldens.Read(name);
        var run = Run(["run", FamilyGoldens.ModelPath(name), .. Inputs(golden, rows, "-i"), "-o", _folder["out.npy"]]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Compare(golden, NpyFile.Read(_folder["out.npy"]), 1e-5f);
    }

    [Fact]
    public void An_artifact_and_verify_take_the_same_arguments()
    {
        const string Name = "onnx-lstm-bidirectional";
        var golden = FamilyGoldens.Read(Name);
        string[] inputs = Inputs(golden, 2, "-i"), data = Inputs(golden, 2, "--data");
        Assert.Equal(0, Run("quantize", FamilyGoldens.ModelPath(Name), "-o", _folder["m.elstm"], "--calibrate", _folder["x.npy"], "--scheme", "float32").Code);
        Assert.Equal(0, Run(["run", _folder["m.elstm"], .. inputs, "-o", _folder["out.npy"]]).Code);
        Compare(golden, NpyFile.Read(_folder["out.npy"]), 1e-5f);
        var verified = Run(["verify", FamilyGoldens.ModelPath(Name), _folder["m.elstm"], .. data, "--json"]);
        Assert.Equal((0, ""), (verified.Code, verified.Error));
        using var json = System.Text.Json.JsonDocument.Parse(verified.Out);
        Assert.All(json.RootElement.GetProperty("windows").EnumerateArray(), output => Assert.InRange(output.GetProperty("max").GetDouble(), 0, 1e-5));
    }

    [Fact]
    public void Verify_leaves_out_what_is_behind_a_windows_length()
    {
        const string Name = "onnx-lstm-bidirectional-lengths";
        var golden = FamilyGoldens.Read(Name);
        string[] data = Inputs(golden, 2, "--data");
        Assert.Equal(0, Run("quantize", FamilyGoldens.ModelPath(Name), "-o", _folder["m.elstm"], "--calibrate", _folder["x.npy"]).Code);
        using var json = System.Text.Json.JsonDocument.Parse(Run(["verify", FamilyGoldens.ModelPath(Name), _folder["m.elstm"], .. data, "--json"]).Out);
        Assert.All(json.RootElement.GetProperty("windows").EnumerateArray(), output => Assert.Equal(golden.Lengths!.Sum(), output.GetProperty("compared").GetInt32()));
    }

    [Fact]
    public void States_of_another_shape_and_lengths_beyond_the_data_are_refused()
    {
        const string Name = "onnx-gru-forward";
        string[] inputs = Inputs(FamilyGoldens.Read(Name), 1, "-i");
        NpyFile.Write(_folder["initial_h.npy"], [2, 1, 4], new float[8]);
        string[] run = ["run", FamilyGoldens.ModelPath(Name), .. inputs, "-o", _folder["out.npy"]];
        Refused(Run(run), "[1,2,4]");
        NpyFile.Write(_folder["initial_h.npy"], [2, 4], [.. new float[7], float.NaN]);
        Refused(Run(run), "finite");
        NpyFile.Write(_folder["initial_h.npy"], [2, 4], new float[8]);
        Assert.Equal(0, Run(run).Code);
        NpyFile.Write(_folder["lengths.npy"], [2], [3, 9]);
        Refused(Run([.. run, "--lengths", _folder["lengths.npy"]]), "length 9 of window 1");
        NpyFile.Write(_folder["lengths.npy"], [3], [3, 3, 3]);
        Refused(Run([.. run, "--lengths", _folder["lengths.npy"]]), "one for each window");
        Refused(Run("run", FamilyGoldens.ModelPath(Name), "-i", $"initial_h={_folder["initial_h.npy"]}", "-o", _folder["out.npy"]), "samples");
    }

    static void Refused(ToolRun run, string says)
    {
        Assert.StartsWith($"error {ErrorCatalogue.DataShape}: ", Assert.Single(run.ErrorLines));
        Assert.Contains(says, run.Error);
    }

    /// <summary>Files of a golden's data, states as [rows, N, H], and lengths.</summary>
    string[] Inputs(FamilyGoldens golden, int rows, string option)
    {
        int windows = golden.Input.Length, features = 3;
        NpyFile.Write(_folder["x.npy"], [windows, golden.Input[0].Length / features, features], [.. golden.Input.SelectMany(window => window)]);
        List<string> arguments = [option, _folder["x.npy"]];
        foreach (var (name, values) in golden.States)
        {
            int width = values[0].Length / rows;
            NpyFile.Write(_folder[$"{name}.npy"], [rows, windows, width], [.. Enumerable.Range(0, rows).SelectMany(row => values.SelectMany(window => window.Skip(row * width).Take(width)))]);
            arguments.AddRange([option, $"{name}={_folder[$"{name}.npy"]}"]);
        }

        if (golden.Lengths is { } lengths)
        {
            NpyFile.Write(_folder["lengths.npy"], [windows], [.. lengths.Select(length => (float)length)]);
            arguments.AddRange(["--lengths", _folder["lengths.npy"]]);
        }

        return [.. arguments];
    }

    /// <summary>Outputs of every step in all rows, those of one step in each window's last; zeros behind it, as ONNX has them.</summary>
    static void Compare(FamilyGoldens golden, NpyArray actual, float tolerance)
    {
        int width = actual.Shape[^1], rows = actual.Shape.Count == 3 ? actual.Shape[1] : 1, at = 0;
        foreach (var output in golden.Outputs)
        {
            for (int n = 0; n < golden.Input.Length; n++)
            {
                int last = Math.Min(golden.Lengths?[n] ?? rows, rows) - 1;
                for (int row = output.EveryStep ? 0 : last; row < (output.EveryStep ? rows : last + 1); row++)
                    for (int k = 0; k < output.Width; k++)
                        Assert.Equal(output.Windows[n][(output.EveryStep ? row * output.Width : 0) + k], actual.Values[(n * rows + row) * width + at + k], tolerance);
            }

            at += output.Width;
        }

        Assert.Equal(width, at);
    }
}
