using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Tests.Data;
using EdgeLstm.Quantize.Tests.Shared;
using EdgeLstm.Quantize.Training.Data;

namespace EdgeLstm.Tool.Tests.Commands;

/// <summary>What is held out says something about what is learned, or that it does not is said.</summary>
public sealed class HoldOutTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The usual options, of which <paramref name="more"/> may replace some.</summary>
    ToolRun Train(IEnumerable<string> files, params string[] more)
    {
        var usual = new[] { ("--target", "label"), ("--window", "3"), ("--hidden", "3"), ("--epochs", "1"), ("-o", _folder["m.onnx"]) };
        return ToolRun.Of(null, ["train", "csv", .. files, .. usual.Where(option => !more.Contains(option.Item1)).SelectMany(option => new[] { option.Item1, option.Item2 }), .. more]);
    }

    IEnumerable<string> OneClassEach(int files, int classes) =>
        [.. Enumerable.Range(0, files).Select(f => _folder.Write($"f{f:D2}.csv", FaultTable.Of(1, 20, (_, _) => $"kind{f % classes}", (_, _) => f % classes == 0, $"f{f}")))];

    [Fact]
    public void Of_files_of_one_class_each_a_share_of_every_kind_is_held_out()
    {
        var run = Train(OneClassEach(22, 2), "--task", "classification", "--features", "heat,load", "--epochs", "60", "--learning-rate", "0.05");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.StartsWith("342 windows to learn from; 54 to choose by: 3 of 22 groups, a share of each kind of class", run.Out);
        Assert.DoesNotContain("warning", run.Out);
        Assert.Contains("its validation accuracy  1", run.Out);
    }

    [Fact]
    public void Where_every_file_has_a_class_of_its_own_the_end_of_each_is_held_out()
    {
        var run = Train(OneClassEach(22, 22), "--task", "classification", "--features", "heat,load");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains("to choose by: the last 15 % of each group, since no two groups have the same classes", run.Out);
        Assert.DoesNotContain("warning", run.Out);
    }

    [Fact]
    public void Many_classes_that_are_not_held_out_are_one_warning()
    {
        var run = Train(OneClassEach(22, 11), "--task", "classification", "--features", "heat,load");
        string warning = Assert.Single(run.Out.Split('\n'), line => line.StartsWith("warning: ", StringComparison.Ordinal));
        Assert.Contains("each of the classes 'kind", warning);
        Assert.Contains(" and 2 more of 'label' is not in what is held out (3 of 22 groups, a share of each kind of class)", warning);
    }

    [Fact]
    public void A_class_that_is_only_held_out_is_an_error_before_the_epochs()
    {
        string file = _folder.Write("t.csv", FaultTable.Of(3, 60, (_, row) => row >= 52 ? "ja" : "nein", (_, row) => row >= 52));
        var run = Train([file], "--task", "classification", "--group", "machine");
        Assert.Equal((1, ""), (run.Code, run.Out));
        Assert.StartsWith($"error {ErrorCatalogue.ClassOnlyHeldOut}: {file}: found class 'ja' of 'label' in what is held out alone (the last 15 % of each group)", Assert.Single(run.ErrorLines));
        Assert.Contains("--hold-out", run.Error);
        var named = Train([file], "--task", "classification", "--group", "machine", "--hold-out", "m1");
        Assert.Equal((0, ""), (named.Code, named.Error));
        Assert.StartsWith("116 windows to learn from; 58 to choose by: group m1", named.Out);
        Assert.Equal(0, Train([file], "--task", "classification", "--group", "machine", "--validation", "0").Code);
    }

    [Fact]
    public void A_class_that_is_not_held_out_is_a_warning()
    {
        string file = _folder.Write("t.csv", FaultTable.Of(3, 60, (_, row) => row < 30 ? "ja" : "nein", (_, row) => row < 30));
        Assert.Contains("\nwarning: class 'ja' of 'label' is not in what is held out (the last 15 % of each group)", Train([file], "--task", "classification", "--group", "machine").Out);
    }

    [Fact]
    public void Machines_run_to_failure_whose_ends_are_held_out_are_a_warning_before_the_epochs()
    {
        string plain = Path.Combine(TestFiles.Repository, "tests", "Golden", "cases", "people", "plain.csv");
        string file = _folder.Write("t.csv", string.Join('\n', File.ReadLines(plain).Where(row => !row.Contains(",P3,") && !row.Contains(",P4,") && !row.Contains(",P5,"))));
        var run = Train([file], "--target", "Restlaufzeit", "--group", "Pumpe", "--time", "Zeitstempel", "--features", "Drehzahl,Strom");
        Assert.Equal((0, ""), (run.Code, run.Error));
        string[] lines = run.Out.Split('\n');
        int warning = Array.FindIndex(lines, line => line.StartsWith("warning: what is held out has another range of 'Restlaufzeit' than what is learned from: 0 to 27, mean 13.5, against 30 to 197, mean 113.5", StringComparison.Ordinal));
        Assert.InRange(warning, 0, Array.FindIndex(lines, line => line.StartsWith("epoch 1/1", StringComparison.Ordinal)) - 1);
        Assert.DoesNotContain("warning", Train([file], "--target", "Restlaufzeit", "--group", "Pumpe", "--time", "Zeitstempel", "--features", "Drehzahl,Strom", "--hold-out", "P1").Out);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void A_tenth_of_the_targets_beyond_those_learned_is_the_most(int beyond, bool warned)
    {
        // One group, of which 98 windows are held out: targets from 0 to 1, but for the last ones.
        string file = _folder.Write("t.csv", FaultTable.Of(1, 400, (_, row) => FormattableString.Invariant($"{(row < 300 ? row / 299.0 : row < 400 - beyond ? 0.5 : 1.5):F4}")));
        Assert.Equal(warned, Train([file], "--features", "heat,load", "--validation", "0.25").Out.Contains("warning: what is held out has another range", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.78, false)]
    [InlineData(0.80, true)]
    public void A_mean_one_standard_deviation_away_is_the_most(double value, bool warned)
    {
        // Even from 0 to 1: mean 0.5, deviation 0.289.
        string file = _folder.Write("t.csv", FaultTable.Of(1, 400, (_, row) => FormattableString.Invariant($"{(row < 300 ? row / 299.0 : value):F4}")));
        Assert.Equal(warned, Train([file], "--features", "heat,load", "--validation", "0.25").Out.Contains("warning: what is held out has another range", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--hold-out", "m9", "no group 'm9' of --hold-out among 'm0', 'm1', 'm2'")]
    [InlineData("--hold-out", "m0,m1,m2", "all groups in --hold-out")]
    public void Groups_to_hold_out_are_those_of_the_table_and_not_all(string option, string value, string message)
    {
        string file = _folder.Write("t.csv", FaultTable.Of(3, 20, (_, row) => $"{row}"));
        Assert.Contains(message, Assert.Single(Train([file], "--group", "machine", option, value).ErrorLines));
    }

    [Fact]
    public void A_split_keeps_its_share_of_every_kind_and_never_takes_all_of_one()
    {
        string[] kinds = ["a", "a", "a", "a", "a", "a", "a", "a", "ab", "ab", "c"];
        int[] order = [.. Enumerable.Range(0, kinds.Length).Reverse()];
        Assert.Equal([6, 7, 9], GroupSplit.Of(kinds, 0.3, order)!.Order());
        Assert.Equal([7], GroupSplit.Of(kinds, 0.01, order)!.Order());
        Assert.Equal(8, GroupSplit.Of(kinds, 0.9, order)!.Count);
        Assert.Null(GroupSplit.Of(["a", "b", "c"], 0.3, [0, 1, 2]));
        Assert.Equal([1, 4], GroupSplit.Of(["a", "a", "a", "a", "a", "a"], 0.3, [4, 1, 0, 2, 3, 5])!.Order()); // one kind: the first of the order
    }
}
