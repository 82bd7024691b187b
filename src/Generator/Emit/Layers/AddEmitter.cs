using EdgeLstm.Generator.Model;

namespace EdgeLstm.Generator.Emit.Layers;

sealed class AddEmitter(ModelArtifact model, int index) : LayerEmitter(model, index)
{
    public override string Description => "sum";

    public override void Step(CodeWriter code, ValueNames names, string comment)
    {
        code.Line($"global::EdgeLstm.Layers.Elements.Copy<float>({names.Floats(Layer.Source)}, {names.Floats(Index)});{comment}");
        foreach (int source in Layer.Sources.Skip(1))
            code.Line($"global::EdgeLstm.Layers.Elements.Add({names.Floats(source)}, {names.Floats(Index)});");
    }
}
