using EdgeLstm.Generator.Model;

namespace EdgeLstm.Generator.Emit.Layers;

sealed class AffineEmitter(ModelArtifact model, int index) : LayerEmitter(model, index)
{
    public override string Description => "scale and offset";

    public override void Weights(CodeWriter code, Func<byte[], string> constants)
    {
        FeatureConstants.Write(code, $"Scale{Index}", constants(Layer.Data.Take(4 * Layer.Outputs).ToArray()));
        FeatureConstants.Write(code, $"Offset{Index}", constants(Layer.Data.Skip(4 * Layer.Outputs).ToArray()));
    }

    public override void Step(CodeWriter code, ValueNames names, string comment) => code.Line(
        $"global::EdgeLstm.Layers.Elements.Affine({names.Floats(Layer.Source)}, Weights.Scale{Index}, Weights.Offset{Index}, {names.Floats(Index)});{comment}");
}
