using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

/// <summary>Layers whose step is a few calls over floats, and that remember nothing.</summary>
sealed class PointRun(ModelArtifact model, int index) : LayerRun(model, index)
{
    public override void Step(IReadOnlyList<Rows> sources, int t, long step)
    {
        Span<float> x = sources[0].Floats(t), y = Output.Floats(t);
        var constants = MemoryMarshal.Cast<byte, float>(Layer.Data);
        switch (Layer)
        {
            case ArtifactNorm norm:
                Normalization.Layer(x, constants[..y.Length], constants[y.Length..], norm.Epsilon, y);
                break;
            case ArtifactAffine:
                Elements.Affine(x, constants[..y.Length], constants[y.Length..], y);
                break;
            case ArtifactActivation activation:
                Elements.Copy<float>(x, y);
                Functions.Apply(activation.Function, y);
                break;
            case ArtifactAdd:
                Elements.Copy<float>(x, y);
                foreach (var source in sources.Skip(1))
                    Elements.Add(source.Floats(t), y);
                break;
            default:
                throw new InvalidOperationException($"No step for a layer of kind {Layer.Kind}.");
        }
    }
}
