using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Benchmarks.Steps;

/// <summary>float32 throughout.</summary>
sealed class FloatSteps : LayerSteps
{
    readonly Kernel _kernel;
    readonly FloatLstmLayer[] _layers;
    readonly float[] _samples; // [Samples, stride]
    readonly float[][] _h;
    readonly float[][] _c;
    readonly int _stride;

    public FloatSteps(List<ArtifactLstm> artifact, Kernel kernel)
    {
        _kernel = kernel;
        _layers = [.. artifact.Select(l => new FloatLstmLayer(l.Inputs, l.Outputs, l.Data))];
        _h = [.. _layers.Select(l => new float[LstmLayer.Padded(l.HiddenSize)])];
        _c = [.. _layers.Select(l => new float[LstmLayer.Padded(l.HiddenSize)])];
        _stride = LstmLayer.Padded(_layers[0].Inputs);
        var random = new Random(3);
        _samples = [.. Enumerable.Range(0, Samples * _stride).Select(_ => 2 * random.NextSingle() - 1)];
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
