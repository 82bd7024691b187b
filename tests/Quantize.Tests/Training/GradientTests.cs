using EdgeLstm.Quantize.Training;

namespace EdgeLstm.Quantize.Tests.Training;

/// <summary>Back-propagation against central differences, in double, for every parameter.</summary>
public class GradientTests
{
    static readonly Dictionary<string, CellSpec> Cells = new()
    {
        ["lstm"] = new LstmSpec(),
        ["peepholes"] = new LstmSpec { Peepholes = true },
        ["no input gate"] = new LstmSpec { InputGate = false },
        ["no forget gate"] = new LstmSpec { ForgetGate = false },
        ["no forget gate, peepholes"] = new LstmSpec { ForgetGate = false, Peepholes = true },
        ["no output gate"] = new LstmSpec { OutputGate = false },
        ["coupled"] = new LstmSpec { Coupled = true },
        ["coupled, peepholes"] = new LstmSpec { Coupled = true, Peepholes = true },
        ["linear candidate"] = new LstmSpec { LinearCandidate = true },
        ["linear output"] = new LstmSpec { LinearOutput = true },
        ["full gate recurrence"] = new LstmSpec { FullGateRecurrence = true },
        ["full gate recurrence, peepholes"] = new LstmSpec { FullGateRecurrence = true, Peepholes = true },
        ["full gate recurrence, coupled"] = new LstmSpec { FullGateRecurrence = true, Coupled = true },
        ["gru, reset after"] = new GruSpec(),
        ["gru, reset before"] = new GruSpec(ResetAfter: false),
        ["elman"] = new ElmanSpec(),
        ["jordan"] = new JordanSpec(),
    };

    public static TheoryData<string> CellNames => [.. Cells.Keys];

    public static TheoryData<string, GateKind> Gated
    {
        get
        {
            var data = new TheoryData<string, GateKind>();
            foreach (string cell in new[] { "lstm", "peepholes", "coupled", "no forget gate", "full gate recurrence", "gru, reset after", "gru, reset before" })
                foreach (var kind in new[] { GateKind.Sharp, GateKind.Binary, GateKind.Hard, GateKind.Three })
                    data.Add(cell, kind);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(CellNames))]
    public void Every_cell_has_the_gradient_of_its_equations(string cell) => Check(new([new(Cells[cell], 4)]));

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(CellNames))]
    public void Every_cell_does_so_in_both_directions_between_two_others(string cell) =>
        Check(new([new(new LstmSpec(), 2, Bidirectional: true), new(Cells[cell], 5, Bidirectional: true), new(new GruSpec(), 2)]));

    [Theory]
    [InlineData(LossKind.SquaredError, 2)]
    [InlineData(LossKind.Huber, 2)]
    [InlineData(LossKind.Phm08, 1)]
    [InlineData(LossKind.BinaryCrossEntropy, 2)]
    [InlineData(LossKind.CrossEntropy, 3)]
    public void Every_loss_has_its_gradient(LossKind loss, int outputs) => Check(new([new(new LstmSpec(), 4)], loss, outputs));

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Gated))]
    public void Gates_under_noise_have_the_gradient_of_their_sigmoid(string cell, GateKind kind) => Check(new([new(Cells[cell] with { Gates = new(kind, 0.6) }, 4)]));

    [Theory]
    [InlineData("lstm", LossKind.SquaredError, 0, false)]
    [InlineData("lstm", LossKind.CrossEntropy, 0.4, true)]
    [InlineData("full gate recurrence", LossKind.BinaryCrossEntropy, 0, false)]
    [InlineData("gru, reset after", LossKind.Huber, 0, true)]
    [InlineData("jordan", LossKind.SquaredError, 0.4, false)]
    public void A_loss_at_every_step_has_its_gradient_over_windows_of_any_length(string cell, LossKind loss, double dropout, bool bidirectional) =>
        Check(new([new(new GruSpec(), 3), new(Cells[cell], 4, bidirectional)], loss, dropout: dropout, everyStep: true));

    [Fact]
    public void Dropout_hides_the_same_values_on_the_way_back() =>
        Check(new([new(new LstmSpec(), 4), new(new GruSpec(), 5, Bidirectional: true)], dropout: 0.4));

    [Fact]
    public void Noise_on_the_features_is_the_same_on_the_way_back() => Check(new([new(new LstmSpec(), 4), new(new GruSpec(), 3)], inputNoise: 0.5));

    static void Check(Gradients gradients)
    {
        var (found, expected) = (gradients.BackPropagated(), gradients.Differences());
        double largest = expected.Max(Math.Abs);
        Assert.InRange(largest, 1e-3, double.MaxValue);
        foreach (var block in gradients.Blocks)
            for (int i = block.Offset; i < block.Offset + block.Length; i++)
            {
                // Relative to the gradient, or to a hundredth of the largest where it is smaller than that.
                double error = Math.Abs(found[i] - expected[i]) / Math.Max(Math.Abs(expected[i]), 0.01 * largest);
                Assert.True(error < 1e-6, $"{block.Name}[{i - block.Offset}]: {found[i]:R}, expected {expected[i]:R}");
            }
    }
}
