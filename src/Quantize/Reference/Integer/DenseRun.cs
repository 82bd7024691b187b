using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

sealed class DenseRun(ModelArtifact model, int index, ArtifactDense layer) : LayerRun(model, index)
{
    readonly DenseLayer? _integers = model.Scheme == Scheme.Float32 ? null : new(layer.Inputs, layer.Outputs, layer.Data);
    readonly FloatDenseLayer? _floats = model.Scheme == Scheme.Float32 ? new(layer.Inputs, layer.Outputs, layer.Data) : null;

    public override void Step(IReadOnlyList<Rows> sources, int t, long step)
    {
        var y = Output.Floats(t);
        switch (Scheme)
        {
            case Scheme.Int8: _integers!.Step(sources[0].Int8(t), y); break;
            case Scheme.Int8x16: _integers!.Step(sources[0].Int16(t), y); break;
            default: _floats!.Step(sources[0].Floats(t), y); break;
        }

        Functions.Apply(layer.Function, y);
    }
}
