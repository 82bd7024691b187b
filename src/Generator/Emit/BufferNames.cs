using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Generator.Emit;

/// <summary>The generated code's name for what a layer reads.</summary>
sealed class BufferNames(ModelArtifact model)
{
    public string Activation { get; } = StateLayout.Activation(model.Scheme);

    public string Activations(int layer) =>
        layer < 0 ? "x"
        : model.Layers[layer].Kind == LayerKind.Lstm ? $"state._h{layer}"
        : model.Scheme == Scheme.Float32 ? $"y{layer}"
        : $"q{layer}";
}
