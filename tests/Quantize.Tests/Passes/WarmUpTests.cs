using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Quantize.Tests.Passes;

public class WarmUpTests
{
    /// <summary>One unit that reads one input and forgets by a gate of constant <paramref name="forget"/>.</summary>
    static Network Memory(float forget)
    {
        float logit = MathF.Log(forget / (1 - forget));
        return RandomNetwork.Of(new RecurrentLayer
        {
            Name = "memory",
            Sources = [-1],
            Cell = new LstmCell(),
            W = [0, 0, 0.2f, 0],
            U = new float[4],
            Bias = [2, logit, 0, 2],
            InitialH = new float[1],
            InitialC = new float[1],
        });
    }

    static Dataset Data(int windows, int steps) => RandomNetwork.Data(new Random(41), windows, steps, 1);

    [Fact]
    public void The_window_of_the_training_wins() => Assert.Equal(30, WarmUp.Steps(Memory(0.999f) with { Window = 30 }, Data(2, 500)));

    [Theory]
    [InlineData(0.05f, 1, 5)]
    [InlineData(0.5f, 4, 10)]
    [InlineData(0.9f, 15, 60)]
    [InlineData(0.99f, 100, 500)]
    public void It_grows_with_the_networks_memory(float forget, int least, int most) => Assert.InRange(WarmUp.Steps(Memory(forget), Data(1, 2000)), least, most);

    [Fact]
    public void A_network_that_forgets_nothing_warms_up_for_as_long_as_the_data_show() =>
        Assert.Equal(400, WarmUp.Steps(Memory(0.999999f), Data(3, 400)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_short_window_is_the_most_that_can_be_said(int steps) => Assert.InRange(WarmUp.Steps(Memory(0.9f), Data(1, steps)), 1, steps);

    [Theory]
    [InlineData(5)]
    [InlineData(100)]
    public void Many_windows_of_one_sample_need_one(int windows) => Assert.Equal(1, WarmUp.Steps(Memory(0.9f), Data(windows, 1)));

    [Fact]
    public void A_value_that_is_not_a_number_changes_next_to_nothing()
    {
        var data = Data(1, 1000);
        int clean = WarmUp.Steps(Memory(0.9f), data);
        data.Values[3] = float.NaN;
        data.Values[700] = float.PositiveInfinity;
        Assert.InRange(WarmUp.Steps(Memory(0.9f), data), clean / 2, clean * 2);
    }
}
