using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit.Layers;

sealed class NormEmitter(ModelArtifact model, int index, ArtifactNorm layer) : LayerEmitter(model, index)
{
    public override string Description => "layer normalisation";

    public override void Weights(CodeWriter code, Func<byte[], string> constants)
    {
        FeatureConstants.Write(code, $"Gamma{Index}", constants(layer.Data.Take(4 * layer.Outputs).ToArray()));
        FeatureConstants.Write(code, $"Beta{Index}", constants(layer.Data.Skip(4 * layer.Outputs).ToArray()));
    }

    public override void Step(CodeWriter code, ValueNames names, string comment) => code.Line(
        $"global::EdgeLstm.Layers.Normalization.Layer({names.Floats(layer.Source)}, Weights.Gamma{Index}, Weights.Beta{Index}, {CodeWriter.Float(layer.Epsilon)}, {names.Floats(Index)});{comment}");
}
