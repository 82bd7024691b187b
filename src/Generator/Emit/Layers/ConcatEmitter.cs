using EdgeLstm.Generator.Model;

namespace EdgeLstm.Generator.Emit.Layers;

sealed class ConcatEmitter(ModelArtifact model, int index) : LayerEmitter(model, index)
{
    public override string Description => "side by side";

    public override void Step(CodeWriter code, ValueNames names, string comment)
    {
        int at = 0;
        foreach (int source in Layer.Sources)
        {
            int width = names.Width(source);
            if (!IsFloat && HasUnits(names))
                code.Line($"global::EdgeLstm.Layers.Elements.Copy<{Activation}>({names.Units(source)}, {names.Units(Index)}.Slice({at}, {width}));{comment}");
            if (HasFloats(names))
                code.Line($"global::EdgeLstm.Layers.Elements.Copy<float>({names.Floats(source)}, {names.Floats(Index)}.Slice({at}, {width}));{comment}");
            comment = "";
            at += width;
        }
    }
}
