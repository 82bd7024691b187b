using EdgeLstm.Generator.Model;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Integer;

/// <summary>An artifact's function, as the runtime computes it.</summary>
static class Functions
{
    public static void Apply(ArtifactFunction function, Span<float> values) =>
        Activations.Apply(function.Kind, function.Alpha, function.Beta, values);
}
