using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Benchmarks.Steps;

/// <summary>int16 activations.</summary>
sealed class Int16Steps : LayerSteps
{
    readonly Kernel _kernel;
    readonly LstmLayer[] _layers;
    readonly short[] _samples; // [Samples, stride]
    readonly short[][] _h;
    readonly short[][] _c;
    readonly int _stride;

    public Int16Steps(List<ArtifactLstm> artifact, Kernel kernel)
    {
        _kernel = kernel;
        _layers = [.. artifact.Select(l => new LstmLayer(l.Inputs, l.Outputs, l.Data, l.CellBits, (short)l.HiddenScale, kernel))];
        _h = [.. _layers.Select(l => new short[LstmLayer.Padded(l.HiddenSize)])];
        _c = [.. _layers.Select(l => new short[LstmLayer.Padded(l.HiddenSize)])];
        _stride = LstmLayer.Padded(_layers[0].Inputs);
        var random = new Random(3);
        _samples = [.. Enumerable.Range(0, Samples * _stride).Select(_ => (short)random.Next(-16384, 16385))];
    }

    public override void Run(int steps)
    {
        for (int t = 0; t < steps; t++)
        {
            _layers[0].Step(_kernel, _samples.AsSpan(t % Samples * _stride, _stride), _h[0], _c[0]);
            for (int k = 1; k < _layers.Length; k++)
                _layers[k].Step(_kernel, _h[k - 1], _h[k], _c[k]);
        }
    }
}
