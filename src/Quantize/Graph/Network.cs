using EdgeLstm.Generator.Model;

namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// A trained float32 network in canonical form: what every importer makes and every pass reads. Layers stand in evaluation order and name
/// their sources, so that several heads may read one recurrent layer. Gate order is the <see cref="Cell"/>'s everywhere; the orders of
/// ONNX, Keras and PyTorch end in the importers.
/// </summary>
sealed record Network
{
    /// <summary>The model's name: the graph's, or the file's where the graph has none.</summary>
    public required string Name { get; init; }

    /// <summary>One channel per input feature: the user's name, unit and normalisation.</summary>
    public required IReadOnlyList<Channel> Inputs { get; init; }

    /// <summary>One channel per output, over all of <see cref="Heads"/> in their order.</summary>
    public required IReadOnlyList<Channel> Outputs { get; init; }

    /// <summary>The layers in evaluation order.</summary>
    public required IReadOnlyList<Layer> Layers { get; init; }

    /// <summary>Indices into <see cref="Layers"/> whose outputs, concatenated, are the network's.</summary>
    public required IReadOnlyList<int> Heads { get; init; }

    /// <summary>Samples in the window that the graph declares, or null where its time axis is free.</summary>
    public int? Window { get; init; }

    /// <summary>
    /// True where the graph takes a piece of a stream at a time, such as one sample with its state: what it declares is then no
    /// <see cref="Window"/>.
    /// </summary>
    public bool TakesPieces { get; init; }

    /// <summary>
    /// Samples after a reset until a prediction means something, where the trainer says so (metadata <c>edgelstm.warm_up</c>); else null.
    /// </summary>
    public int? WarmUpSteps { get; init; }

    /// <summary>How the data were read in training, where the trainer says so (metadata <c>edgelstm.trained_on</c> and its like).</summary>
    public DataRules Rules { get; init; } = DataRules.Unknown;

    /// <summary>
    /// The class that a fault probability is of, where the trainer says so (metadata <c>edgelstm.positive</c>); else null.
    /// </summary>
    public string? Positive { get; init; }

    /// <summary>
    /// By target column, the classes that it was trained on, of two the event behind, where the trainer says so (metadata
    /// <c>edgelstm.classes</c>).
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Classes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// How large its errors are on normal samples, where it was trained to tell anomalies (metadata <c>edgelstm.anomaly_scales</c> and
    /// <c>edgelstm.anomaly_threshold</c>); else null.
    /// </summary>
    public AnomalyRule? Anomaly { get; init; }

    /// <summary>
    /// True where the graph itself gives an output for every step, [N,T,O]; false where only for the last, [N,O]. Where some heads have one
    /// step and others all, true: the former then stand in every row (in a window), and have their own value in the last (in a stream). A
    /// graph of one sample a call gives one for every step.
    /// </summary>
    public bool EveryStep { get; init; }

    /// <summary>The graph input that says how long each window is, or null. A shorter window says the same.</summary>
    public string? LengthInput { get; init; }

    /// <summary>
    /// Outputs of the graph that are the layers' states, where those begin with graph inputs: no <see cref="Outputs"/>, since the state
    /// is carried on.
    /// </summary>
    public IReadOnlyList<string> StateOutputs { get; init; } = [];

    /// <summary>What was left out of the source or taken for granted in reading it, in sentences for the user.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// The sentence of <see cref="Notes"/> without which no figure of the network should be read: what was guessed of its structure, since
    /// the file has none. Null: nothing was.
    /// </summary>
    public string? Guess { get; init; }

    /// <summary>What was said or guessed of a structure that the source does not have, as <c>--forward</c> says it; else null.</summary>
    public string? Forward { get; init; }

    /// <summary>
    /// True where every layer streams: there is an output for every sample, and none needs a later one. Otherwise the network runs in
    /// windows only.
    /// </summary>
    public bool CanStream => Layers.All(layer => layer.Streams);

    /// <summary>The first layer that needs the whole window, or null.</summary>
    public Layer? FirstWindowLayer => Layers.FirstOrDefault(layer => !layer.Streams);

    /// <summary>Samples of every layer's output for a window of <paramref name="steps"/> samples.</summary>
    public int[] Steps(int steps)
    {
        var counts = new int[Layers.Count];
        for (int i = 0; i < counts.Length; i++)
            counts[i] = Layers[i] is RepeatLayer repeat ? repeat.Times ?? steps
                : Layers[i].Steps(Layers[i].Sources.Max(source => source < 0 ? steps : counts[source]));
        return counts;
    }

    /// <summary>Rows of output for a window of <paramref name="steps"/> samples: the longest head's, or one.</summary>
    public int OutputSteps(int steps)
    {
        var counts = Steps(steps);
        return Heads.Max(head => counts[head]) is var longest && EveryStep ? longest : Math.Min(longest, 1);
    }

    /// <summary>What wrote the source, and in which version, as far as it says; else null.</summary>
    public string? Producer { get; init; }

    /// <summary>File name of the source, and the SHA-256 of its bytes in lower-case hex.</summary>
    public required string Source { get; init; }

    public required string SourceSha256 { get; init; }

    /// <summary>Bytes of the float32 initializers that the source stores: what compression is measured against.</summary>
    public long SourceWeightBytes { get; init; }
}
