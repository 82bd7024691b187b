using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Tests.Import;

public class FamilyTests
{
    public static TheoryData<string> Names { get; } = [.. FamilyGoldens.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_golden_computes_what_its_maker_did(string name) =>
        Check(OnnxImporter.Import(FamilyGoldens.ModelPath(name)), FamilyGoldens.Read(name));

    /// <summary>In windows and, where it streams, sample by sample.</summary>
    internal static void Check(Network network, FamilyGoldens golden)
    {
        var runner = new FloatRunner(network);
        for (int n = 0; n < golden.Input.Length; n++)
        {
            foreach (var (state, rows) in golden.States)
                runner.SetInitialState(state, rows[n]);
            int steps = golden.Lengths?[n] ?? golden.Input[n].Length / network.Inputs.Count, width = network.Outputs.Count;
            float[] window = golden.Input[n][..(steps * network.Inputs.Count)];
            var outputs = new float[network.OutputSteps(steps) * width];
            if (network.EveryStep)
                runner.Run(window, outputs);
            else
                runner.Run(window).CopyTo(outputs, 0);
            Compare(golden, n, width, outputs);
            if (!network.CanStream)
                continue;
            runner.Reset();
            for (int t = 0; t < steps; t++)
                runner.Step(window.AsSpan(t * network.Inputs.Count, network.Inputs.Count), network.EveryStep ? outputs.AsSpan(t * width, width) : outputs);
            Compare(golden, n, width, outputs);
        }
    }

    /// <summary>
    /// Outputs [rows, all heads] with each of the graph's. One of a single step stands in the last row; beyond a sequence's length ONNX has
    /// zeros, and we have nothing.
    /// </summary>
    static void Compare(FamilyGoldens golden, int n, int total, float[] outputs)
    {
        int rows = outputs.Length / total, at = 0;
        foreach (var output in golden.Outputs)
        {
            float[] expected = output.Windows[n];
            for (int row = output.EveryStep ? 0 : rows - 1; row < rows; row++)
                for (int k = 0; k < output.Width; k++)
                {
                    float value = expected[(output.EveryStep ? row * output.Width : 0) + k];
                    Assert.Equal(value, outputs[row * total + at + k], 1e-5f * Math.Max(1, Math.Abs(value)));
                }
            Assert.All(expected.Skip((output.EveryStep ? rows : 1) * output.Width), beyond => Assert.Equal(0, beyond));
            at += output.Width;
        }
        Assert.Equal(total, at);
    }

    [Theory]
    [InlineData("edge-lstm-1997", "Hochreiter & Schmidhuber 1997")]
    [InlineData("edge-lstm-gers-2000", "Gers 2000")]
    [InlineData("edge-lstm-vanilla", "Gers & Schmidhuber 2000")]
    [InlineData("edge-lstm-nig", "Greff 2016 (NIG)")]
    [InlineData("edge-lstm-nog", "Greff 2016 (NOG)")]
    [InlineData("edge-lstm-niaf", "Greff 2016 (NIAF)")]
    [InlineData("edge-lstm-noaf", "Greff 2016 (NOAF)")]
    [InlineData("edge-lstm-nfg", "Hochreiter & Schmidhuber 1997 with peepholes of Gers & Schmidhuber 2000")]
    [InlineData("edge-lstm-cifg", "Greff 2016 (CIFG)")]
    [InlineData("edge-lstm-binary", "Gers 2000, binary gates of Li 2018")]
    [InlineData("edge-lstm-three-level", "Gers 2000, three-level gates of arXiv 1905.13568")]
    [InlineData("edge-lstm-fgr", "Greff 2016 (FGR)")]
    [InlineData("edge-jordan", "Jordan 1986")]
    [InlineData("torch-rnn-every", "Elman 1990")]
    [InlineData("torch-gru-every", "Cho 2014")]
    public void Layers_name_their_equations_source(string golden, string source) =>
        Assert.Equal(source, OnnxImporter.Import(FamilyGoldens.ModelPath(golden)).Layers.OfType<RecurrentLayer>().First().Cell.Source);
}
