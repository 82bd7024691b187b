using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Benchmarks.Steps;

/// <summary>float32 throughout.</summary>
sealed class FloatSteps : LayerSteps
{
    readonly Kernel kernel;
    readonly FloatLstmLayer[] layers;
    readonly float[] samples; // [Samples, stride]
    readonly float[][] h;
    readonly float[][] c;
    readonly int stride;

    public FloatSteps(List<ArtifactLstm> artifact, Kernel kernel)
    {
        this.kernel = kernel;
        layers = [.. artifact.Select(l => new FloatLstmLayer(l.Inputs, l.Outputs, l.Data))];
        h = [.. layers.Select(l => new float[LstmLayer.Padded(l.Units)])];
        c = [.. layers.Select(l => new float[LstmLayer.Padded(l.Units)])];
        stride = LstmLayer.Padded(layers[0].Inputs);
        var random = new Random(3);
        samples = [.. Enumerable.Range(0, Samples * stride).Select(_ => 2 * random.NextSingle() - 1)];
    }

    public override void Run(int steps)
    {
        for (int t = 0; t < steps; t++)
        {
            layers[0].Step(kernel, samples.AsSpan(t % Samples * stride, stride), h[0], c[0]);
            for (int k = 1; k < layers.Length; k++)
                layers[k].Step(kernel, h[k - 1], h[k], c[k]);
        }
    }
}
