using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx;
using EdgeLstm.Quantize.Reference;
using EdgeLstm.Quantize.Tests.Import;

namespace EdgeLstm.Quantize.Tests.Reference;

public class FloatRunnerTests
{
    [Theory]
    [InlineData("normalised")]
    [InlineData("initial-state")]
    [InlineData("stacked-dropout")]
    public void Single_steps_equal_one_run_and_reset_restores(string golden)
    {
        var network = OnnxImporter.Import(GoldenModels.ModelPath(golden));
        var runner = new FloatRunner(network);
        float[] window = GoldenModels.Windows(golden).Input[0];
        int features = network.Inputs.Count;
        float[] run = runner.Run(window);
        for (int round = 0; round < 2; round++)
        {
            var output = new float[network.Outputs.Count];
            runner.Reset();
            for (int at = 0; at < window.Length; at += features)
                runner.Step(window.AsSpan(at, features), output);
            Assert.Equal(run, output);
        }
    }

    [Fact]
    public void The_observer_sees_every_layer_with_sums_that_give_its_output()
    {
        var network = OnnxImporter.Import(GoldenModels.ModelPath("stacked-dropout"));
        var seen = new List<int>();
        var runner = new FloatRunner(network)
        {
            Observer = step =>
            {
                seen.Add(step.Layer);
                Assert.Equal(network.Layers[step.Layer].Inputs, step.Input.Length);
                if (network.Layers[step.Layer] is not RecurrentLayer)
                {
                    Assert.True(step.Cell.IsEmpty);
                    return;
                }
                for (int unit = 0; unit < step.Cell.Length; unit++)
                    Assert.Equal(MathF.Tanh(step.Cell[unit]) / (1 + MathF.Exp(-step.Sums[3 * step.Cell.Length + unit])), step.Output[unit], 1e-6f);
            },
        };
        runner.Step([1, 2, 3], new float[2]);
        Assert.Equal(Enumerable.Range(0, network.Layers.Count), seen);
    }

    [Fact]
    public void Softmax_of_large_sums_stays_finite()
    {
        var network = new Network
        {
            Name = "softmax",
            Source = "",
            SourceSha256 = "",
            Heads = [0],
            Inputs = [new("x")],
            Outputs = [new("a"), new("b")],
            Layers = [new DenseLayer { Name = "dense", Sources = [-1], W = [1000, -1000], Bias = [0, 0], Activation = Activation.Softmax }],
        };
        Assert.Equal([1, 0], new FloatRunner(network).Run([5]));
    }

    [Fact]
    public void A_sample_of_the_wrong_length_is_the_callers_mistake()
    {
        var runner = new FloatRunner(OnnxImporter.Import(GoldenModels.ModelPath("h_n")));
        Assert.Throws<ArgumentException>(() => runner.Step([1, 2], new float[1]));
        Assert.Throws<ArgumentException>(() => runner.Run([1, 2]));
    }
}
