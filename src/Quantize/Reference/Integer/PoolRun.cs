using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

sealed class PoolRun(ModelArtifact model, int index, ArtifactPool layer) : LayerRun(model, index)
{
    readonly float[] _past = new float[Math.Max(0, layer.Kernel - 1) * layer.Outputs];

    public override void Reset() => Array.Clear(_past);

    public override void Step(IReadOnlyList<Rows> sources, int t, long step)
    {
        var x = sources[0];
        var y = Output.Floats(t);
        int first = t * layer.Stride - layer.PadLeft, kernel = layer.IsGlobal ? x.Steps : layer.Kernel;
        if (Windows && layer.Max)
            Pooling.WindowMax(x.AllFloats, x.Steps, first, kernel, y);
        else if (Windows)
            Pooling.WindowAverage(x.AllFloats, x.Steps, first, kernel, layer.CountPads, y);
        else if (layer.Max)
            Pooling.Max(x.Floats(t), _past, step, kernel, y);
        else
            Pooling.Average(x.Floats(t), _past, step, kernel, layer.CountPads, y);
    }
}
