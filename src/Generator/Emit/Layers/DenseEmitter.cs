using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit.Layers;

sealed class DenseEmitter(ModelArtifact model, int index, ArtifactDense layer) : LayerEmitter(model, index)
{
    public override string Description => $"dense {layer.Inputs} → {layer.Outputs}{With(layer.Function)}";

    public override void Weights(CodeWriter code, Func<byte[], string> constants)
    {
        string type = IsFloat ? "FloatDenseLayer" : "DenseLayer";
        code.Line($"public static readonly global::EdgeLstm.Layers.{type} Layer{Index} = new(inputs: {layer.Inputs}, outputs: {layer.Outputs}, {constants(layer.Data)});");
        code.Line();
    }

    public override void Step(CodeWriter code, ValueNames names, string comment)
    {
        code.Line($"Weights.Layer{Index}.Step({names.Units(layer.Source)}, {names.Floats(Index)});{comment}");
        Function(code, layer.Function, names.Floats(Index));
    }
}
