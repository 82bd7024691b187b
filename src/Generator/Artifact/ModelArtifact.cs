namespace EdgeLstm.Generator.Artifact;

/// <summary>What a <c>.elstm</c> file holds: a quantized model, ready to generate code from or to run.</summary>
public sealed record ModelArtifact(
    string Name,
    Scheme Scheme,
    int? Window,
    int WarmUpSteps,
    bool EveryStep,
    Provenance Provenance,
    IReadOnlyList<InputChannel> Inputs,
    IReadOnlyList<OutputChannel> Outputs,
    IReadOnlyList<ArtifactLayer> Layers,
    IReadOnlyList<int> Heads)
{
    /// <summary>The format's version that this code reads and writes.</summary>
    public const int Version = 1;

    /// <summary>SHA-256 over the file's lines, lower-case hex; empty before the artifact was written.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Bytes of all constants as stored: weights, scales, biases, and the inputs' centres and steps.</summary>
    public int WeightBytes => Layers.Sum(layer => layer.Data.Length) + 8 * Inputs.Count + 4 * Layers.Count(layer => layer.InverseStep != 0);

    /// <summary>
    /// Whether the model can take one sample after the other. Every layer that the importer accepts today is causal; one that reads ahead (a
    /// bidirectional LSTM) will say false here.
    /// </summary>
    public bool CanStream { get; init; } = true;

    /// <summary>Whether layer <paramref name="index"/> must run at every step: recurrent ones and all that they read.</summary>
    public bool IsRecurrent(int index)
    {
        for (int k = index; k < Layers.Count; k++)
            if (Layers[k].Kind == LayerKind.Lstm && Reads(k, index))
                return true;
        return false;
    }

    /// <summary>
    /// Whether layer <paramref name="index"/> runs when a prediction is asked for: the dense layers between the outputs and the last recurrent
    /// layers' hidden states. A dense layer between two recurrent ones that is also an output runs at both times.
    /// </summary>
    public bool IsHead(int index)
    {
        foreach (int head in Heads)
            for (int k = head; k >= index && Layers[k].Kind == LayerKind.Dense; k = Layers[k].Source)
                if (k == index)
                    return true;
        return false;
    }

    bool Reads(int reader, int index)
    {
        for (int k = reader; k >= index; k = Layers[k].Source)
            if (k == index)
                return true;
        return false;
    }
}
