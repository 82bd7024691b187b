using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Tool.Commands;
using EdgeLstm.Tool.Commands.Train;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>The command of docs/training.md as it is printed there trains with the options of its table.</summary>
public class CmapssDefaultsTests
{
    static TrainRequest Request(params string[] options)
    {
        TrainRequest? request = null;
        var run = ToolRun.Of(CommandServices.Default with { Train = (given, _) => request = given }, ["train", "cmapss", "CMAPSSData", "-o", "m.onnx", .. options]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return request!;
    }

    static TrainRequest Words(string options) => Request(options.Split(' '));

    /// <summary>tests/Training/table.sh gives every option: what it gives is what is taken without.</summary>
    [Theory]
    [InlineData("FD001", "", "--epochs 16 --average 0.99 --learning-rate 0.004 --input-noise 0.4 --weight-decay 1.5 --forget-bias uniform")]
    [InlineData("FD001", "--gates sharp", "--epochs 16 --average 0.99 --learning-rate 0.004 --input-noise 0.4 --weight-decay 1.5 --forget-bias uniform")]
    [InlineData("FD001", "--gates binary", "--epochs 16 --average 0.99 --learning-rate 0.004 --input-noise 0.4 --weight-decay 1 --forget-bias uniform --noise-probability 0.2")]
    [InlineData("FD001", "--gates binary --rounding five", "--epochs 12 --average 0.98 --learning-rate 0.004 --input-noise 0.4 --weight-decay 0.5 --forget-bias uniform --noise-probability 0.2 --rounding-step 0.3")]
    [InlineData("FD001", "--gates hard", "--epochs 16 --average 0.98 --forget-bias 2 --input-bias 1 --noise-probability 0.5 --noise-fade --learning-rate 0.004 --input-noise 0.4 --weight-decay 1")]
    [InlineData("FD003", "", "--epochs 6 --average 0.98 --learning-rate 0.005 --input-noise 0.2 --weight-decay 0.5")]
    [InlineData("FD003", "--gates binary", "--epochs 6 --average 0.98 --learning-rate 0.005 --input-noise 0.2 --weight-decay 0.5 --noise-probability 0.2")]
    [InlineData("FD003", "--gates binary --rounding five", "--epochs 12 --average 0.98 --learning-rate 0.004 --input-noise 0.2 --weight-decay 0.5 --noise-probability 0.2 --rounding-step 0.3")]
    [InlineData("FD003", "--gates hard", "--epochs 16 --average 0.98 --forget-bias 2 --input-bias 1 --noise-probability 0.5 --noise-fade --learning-rate 0.004 --input-noise 0.2 --weight-decay 0.5")]
    public void Each_data_set_and_kind_of_gates_has_the_tables_options(string subset, string kind, string options)
    {
        string own = $"--subset {subset} {kind}".Trim();
        Assert.Equal(Words($"{own} --hidden 32 --batch 128 --validation 0 {options}").Identity, Words(own).Identity);
        Assert.Contains(string.Join(' ', options.Split(' ').Take(6)), File.ReadAllText(Path.Combine(TestFiles.Repository, "tests", "Training", "table.sh")));
    }

    [Theory]
    [InlineData("--subset FD001")]
    [InlineData("--subset FD003 --gates hard --seed 4")]
    [InlineData("--subset FD001 --gates binary --rounding five --hidden 8 --validation 0.2")]
    public void The_first_line_has_all_options_to_run_it_again(string options)
    {
        var request = Words(options);
        string line = OptionsInFull.Of(request);
        Assert.StartsWith("options: ", line);
        Assert.Equal(request.Identity, Words($"--subset {request.Subset} {line["options: ".Length..]}").Identity);
    }

    [Fact]
    public void An_option_that_is_given_counts()
    {
        var request = Words("--subset FD001 --hidden 64 --epochs 3 --validation 0.15 --input-bias 1");
        Assert.Equal((64, 3, 0.15), (request.Network.HiddenSize, request.Training.Epochs, request.Validation));
        Assert.Equal((false, 1.0, 1.0), (request.Training.UniformGates, request.Training.ForgetBias, request.Training.InputBias));
    }

    [Fact]
    public void Other_cells_begin_as_they_do_elsewhere() => Assert.False(Words("--subset FD001 --cell gru").Training.UniformGates);

    [Fact]
    public void Help_says_what_each_data_set_takes()
    {
        string help = System.Text.RegularExpressions.Regex.Replace(ToolRun.Of(null, "train", "cmapss", "--help").Out, @"\s+", " ");
        Assert.Contains("Default: 16 for FD001, 6 for FD003", help);
        Assert.Contains("Units in each layer. Default: 32", help);
        string csv = System.Text.RegularExpressions.Regex.Replace(ToolRun.Of(null, "train", "csv", "--help").Out, @"\s+", " ");
        Assert.Contains("Units in each layer. Default: 64", csv);
    }
}
