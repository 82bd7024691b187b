using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model;

namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// One layer of a <see cref="Network"/>: it maps a sequence [T, <see cref="Inputs"/>] to a sequence [<see cref="Steps"/>(T),
/// <see cref="Outputs"/>].
/// </summary>
abstract record Layer
{
    /// <summary>The source graph's node name, for reports and errors.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind in a few words, for reports.</summary>
    public abstract string Title { get; }

    /// <summary>
    /// Indices of the layers that this one reads, −1 for the network's input; lower than its own. All kinds but
    /// <see cref="ConcatLayer"/>, <see cref="AddLayer"/>, <see cref="CombineLayer"/> and <see cref="AttentionLayer"/> read one.
    /// </summary>
    public required IReadOnlyList<int> Sources { get; init; }

    /// <summary>Values that it reads a step, all sources side by side.</summary>
    public abstract int Inputs { get; }

    public abstract int Outputs { get; }

    /// <summary>Trained parameters.</summary>
    public abstract long Parameters { get; }

    /// <summary>Multiply-accumulates in one step.</summary>
    public abstract long MultiplyAccumulates { get; }

    /// <summary>
    /// True where output t needs no sample after t, and every sample gives one output: such a layer can run sample by sample.
    /// </summary>
    public virtual bool Streams => true;

    /// <summary>Samples of its output for <paramref name="steps"/> of its input; 0 or less where the window is too short.</summary>
    public virtual int Steps(int steps) => steps;

    /// <summary>What every layer of an artifact has.</summary>
    internal LayerHeader Header => new(Name, Sources, Inputs, Outputs);

    /// <summary>The layer in an artifact. Whole where it is the same in every scheme: its constants are floats, or it has none.</summary>
    internal abstract ArtifactLayer ToArtifact();

    /// <summary>Constants as an artifact holds them, one array behind the other.</summary>
    internal static byte[] Bytes(params float[][] arrays) => [.. arrays.SelectMany(a => MemoryMarshal.AsBytes(a.AsSpan()).ToArray())];
}
