using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Search;
using EdgeLstm.Quantize.Tests.Passes;

namespace EdgeLstm.Quantize.Tests.Search;

/// <summary>Which of many trials is taken, and that it is made once more before it is believed.</summary>
public sealed class ChoiceTests
{
    const int Features = 4;

    static readonly Network Network = RandomNetwork.Of(new Random(5), Features, 8, 0.3f);
    static readonly Lazy<Quantizer> Quantizer = new(() =>
        EdgeLstm.Quantize.Passes.Quantizer.Calibrate(Network, Network, RandomNetwork.Data(new Random(6), 20, 10, Features), default));

    [Fact]
    public void What_is_beaten_in_bytes_work_and_error_is_not_of_the_front()
    {
        Trial small = Of(RowForm.Three, 0.9), middle = Of(RowForm.Five, 0.5), large = Of(RowForm.Int8, 0.1),
            worse = Of(RowForm.Int8, 0.6);
        Assert.Equal([small, middle, large], Pareto.Front([worse, large, middle, small]));
    }

    [Fact]
    public void The_smallest_inside_is_taken_and_the_fastest_by_what_was_measured()
    {
        Trial outside = Of(RowForm.Three, 1.01), small = Of(RowForm.Five, 1) with { Nanoseconds = 20 },
            large = Of(RowForm.Int8, 0.1) with { Nanoseconds = 10 };
        Assert.Same(small, Pareto.Choose([large, small, outside], fastest: false));
        Assert.Same(large, Pareto.Choose([large, small, outside], fastest: true));
        Assert.Null(Pareto.Choose([outside], fastest: false));
        Assert.Equal([small, large], Pareto.WorthTiming([large, small, outside], fastest: false).OrderBy(trial => trial.Bytes));
    }

    /// <summary>Trials that say they are inside by far, at a budget that their models do not keep.</summary>
    [Fact]
    public void A_trial_that_was_lucky_is_passed_over_and_has_its_true_standing()
    {
        List<Trial> trials = [Of(RowForm.Three, 0.1), Of(RowForm.Five, 0.2), Of(RowForm.Int8, 0.3)];
        double five = Task("1rmse").Judge(trials[1].Model).Error;
        var task = Task(FormattableString.Invariant($"{0.9 * five}rmse"));
        var final = FinalModel.Of(task, Quantizer.Value, trials, _ => { });
        Assert.NotNull(final);
        Assert.Equal(RowForm.Int8, final.Trial.Compression.All.I.Form);
        Assert.Equal(2, final.Passed);
        Assert.All(trials.Take(2), trial => Assert.Equal(task.Judge(trial.Model), trial.Standing));
        Assert.All(trials.Take(2), trial => Assert.False(trial.IsInside));
        Assert.Equal(final.Model.Sha256, ArtifactReader.Read(final.Text).Sha256);
    }

    [Fact]
    public void Nothing_is_made_where_no_trial_is_inside_again() =>
        Assert.Null(FinalModel.Of(Task("0.0000001rmse"), Quantizer.Value, [Of(RowForm.Three, 0.1), Of(RowForm.Int8, 0.3)], _ => { }));

    [Fact]
    public void Samples_that_cannot_be_parted_are_chosen_by_what_they_were_calibrated_on()
    {
        var whole = new Examples(RandomNetwork.Data(new Random(7), 10, 10, Features), null);
        var parted = SearchData.Of(Network, whole, whole, default);
        Assert.Equal((8, 2, 10), (parted.Trials.Windows, parted.End!.Windows, parted.All.Windows));
        var windowed = Network with { Window = 10 };
        var one = new Examples(whole.Data.Slice(0, 1), null);
        Assert.Null(SearchData.Of(windowed, one, whole, default).End);
        Assert.Equal([10, 10], SearchData.Of(windowed, one, whole, default).Choice.Select(samples => samples.Data.Steps));
    }

    static SearchTask Task(string budget)
    {
        Examples data = new(RandomNetwork.Data(new Random(6), 20, 10, Features), null),
            test = new(RandomNetwork.Data(new Random(7), 10, 10, Features), null);
        var parts = SearchData.Of(Network, data, test, default);
        return new(Network, parts, new(Budget.Parse(budget)!.Value, parts, Network), Fastest: false, "1.0", default);
    }

    static Trial Of(RowForm gates, double ofLimit)
    {
        var compression = new Compression(new CompressedForm(gates), CompressedForm.Int8);
        var model = Quantizer.Value.Run(Scheme.Int8x16, compression, "1.0", []).Model;
        return new(Scheme.Int8x16, compression, model, new(ofLimit, 1, ofLimit));
    }
}
