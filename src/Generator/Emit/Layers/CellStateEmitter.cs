using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit.Layers;

/// <summary>A recurrent layer's cell state as values. In a window, the recurrent layer's own loop writes it, step by step.</summary>
sealed class CellStateEmitter(ModelArtifact model, int index) : LayerEmitter(model, index)
{
    public override string Description => "cell state";

    public override void Step(CodeWriter code, ValueNames names, string comment)
    {
        string c = names.State(Layer.Source, "c");
        code.Line(IsFloat
            ? $"global::EdgeLstm.Layers.Elements.Copy<float>({c}, {names.Floats(Index)});{comment}"
            : $"global::EdgeLstm.Layers.Quantizer.Dequantize({c}, {CodeWriter.Float(((ArtifactRecurrent)Model.Layers[Layer.Source]).CellStep)}, {names.Floats(Index)});{comment}");
    }
}
