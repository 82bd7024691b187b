using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Passes;

/// <summary>What a quantized model's step takes, in multiply-accumulates; what else a step does counts for nothing.</summary>
static class ArtifactWork
{
    /// <summary>Of one step of all layers.</summary>
    public static long MultiplyAccumulates(ModelArtifact model) => model.Layers.Sum(MultiplyAccumulates);

    /// <summary>Of one step of a layer.</summary>
    public static long MultiplyAccumulates(ArtifactLayer layer) => layer switch
    {
        ArtifactLstm lstm => lstm.MultiplyAccumulates,
        ArtifactCell cell => cell.MultiplyAccumulates,
        ArtifactConv conv => (long)conv.Kernel * layer.Inputs * layer.Outputs,
        ArtifactDense => (long)layer.Inputs * layer.Outputs,
        _ => 0,
    };
}
