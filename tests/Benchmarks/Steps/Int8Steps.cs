using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Benchmarks.Steps;

/// <summary>int8 activations.</summary>
sealed class Int8Steps : LayerSteps
{
    readonly Kernel kernel;
    readonly LstmLayer[] layers;
    readonly sbyte[] samples; // [Samples, stride]
    readonly sbyte[][] h;
    readonly short[][] c;
    readonly int stride;

    public Int8Steps(List<ArtifactLstm> artifact, Kernel kernel)
    {
        this.kernel = kernel;
        layers = [.. artifact.Select(l => new LstmLayer(l.Inputs, l.Outputs, l.Data, l.CellBits, (short)l.HiddenScale, kernel))];
        h = [.. layers.Select(l => new sbyte[LstmLayer.Padded(l.Units)])];
        c = [.. layers.Select(l => new short[LstmLayer.Padded(l.Units)])];
        stride = LstmLayer.Padded(layers[0].Inputs);
        var random = new Random(3);
        samples = [.. Enumerable.Range(0, Samples * stride).Select(_ => (sbyte)random.Next(-127, 128))];
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
