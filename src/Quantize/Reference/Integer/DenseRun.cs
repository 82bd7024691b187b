using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

sealed class DenseRun(ModelArtifact model, int index, ArtifactDense layer) : LayerRun(model, index)
{
    readonly DenseLayer? integers = model.Scheme == Scheme.Float32 ? null : new(layer.Inputs, layer.Outputs, layer.Data);
    readonly FloatDenseLayer? floats = model.Scheme == Scheme.Float32 ? new(layer.Inputs, layer.Outputs, layer.Data) : null;

    public override void Step(IReadOnlyList<Rows> sources, int t, long step)
    {
        var y = Output.Floats(t);
        switch (Scheme)
        {
            case Scheme.Int8: integers!.Step(sources[0].Int8(t), y); break;
            case Scheme.Int8x16: integers!.Step(sources[0].Int16(t), y); break;
            default: floats!.Step(sources[0].Floats(t), y); break;
        }

        Functions.Apply(layer.Function, y);
    }
}
