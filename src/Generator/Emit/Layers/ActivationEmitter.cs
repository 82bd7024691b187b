using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit.Layers;

sealed class ActivationEmitter(ModelArtifact model, int index, ArtifactActivation layer) : LayerEmitter(model, index)
{
    public override string Description => layer.Function.ToString();

    public override void Step(CodeWriter code, ValueNames names, string comment)
    {
        code.Line($"global::EdgeLstm.Layers.Elements.Copy<float>({names.Floats(layer.Source)}, {names.Floats(Index)});{comment}");
        Function(code, layer.Function, names.Floats(Index));
    }
}
