using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model;

/// <summary>One layer as the runtime takes it. Each kind is a class: its fields, the sizes of its constants, and the proof that they do no harm.</summary>
abstract record ArtifactLayer(LayerHeader Header)
{
    public string Name => Header.Name;

    public IReadOnlyList<int> Sources => Header.Sources;

    /// <summary>The only source, of a kind that has one.</summary>
    public int Source => Header.Sources[0];

    public int Inputs => Header.Inputs;

    public int Outputs => Header.Outputs;

    /// <summary>Constants in the order that the runtime's layer of this kind and scheme documents.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>What the layer's state begins with; empty where that is zeros, or where it has none.</summary>
    public byte[] Initial { get; init; } = [];

    /// <summary>Integer schemes, where floats come out and a layer that takes units reads them: activation units per 1. Else 0.</summary>
    public float InverseStep { get; init; }

    /// <summary>The word of the format.</summary>
    public abstract string Kind { get; }

    /// <summary>What the layer is, in words: <c>dense 3 → 10 tanh</c>.</summary>
    public abstract string Title { get; }

    /// <summary>Who wrote its equation down; what every textbook has is elementary.</summary>
    public virtual string Citation => "elementary";

    /// <summary>The form in which an integer scheme's layer takes its sources.</summary>
    public virtual ValueForm Takes => ValueForm.Floats;

    /// <summary>The form in which it gives its values, before they are turned into another for who reads them.</summary>
    public virtual ValueForm Gives => ValueForm.Floats;

    /// <summary>Whether a step depends on the steps before.</summary>
    public virtual bool HasState => false;

    /// <summary>Why the layer cannot take one sample after the other, as the end of a sentence that begins with its name; null where it can.</summary>
    public virtual string? ReadsAhead => null;

    /// <summary>The version of the format from which on a reader knows the layer: above 4 only what an older one would not.</summary>
    internal virtual int Since => ModelArtifact.VersionWithoutRules;

    /// <summary>The kind's own fields, each with a space before it.</summary>
    internal virtual string Fields => "";

    /// <summary>Bytes of <see cref="Data"/>.</summary>
    public virtual long DataBytes(Scheme scheme) => 0;

    /// <summary>Bytes of <see cref="Initial"/>, where there are any.</summary>
    public virtual long InitialBytes(Scheme scheme) => 0;

    /// <summary>Bytes of what a stream remembers of the layer, rounded up to whole vectors.</summary>
    public virtual long StateBytes(Scheme scheme) => 0;

    /// <summary>Steps out for steps in; null where none could be left.</summary>
    public virtual StepCount? Steps(StepCount source) => source;

    /// <summary>Steps that each of its sources has at least.</summary>
    internal virtual int MinSteps => 1;

    /// <summary>Features that sources of these widths are together; −1 where they do not fit.</summary>
    internal virtual int Joined(IReadOnlyList<int> widths) => widths.Count == 1 ? widths[0] : -1;

    /// <summary>Whether a source of a single step stands beside every step of the others.</summary>
    internal virtual bool TakesSingles => true;

    /// <summary>Whether as many features come out as go in.</summary>
    internal virtual bool KeepsFeatures => true;

    /// <summary>What a stream remembers of the layer; of a recurrent one a window too, while it runs over it.</summary>
    internal virtual IEnumerable<StatePart> States(Scheme scheme) => [];

    /// <summary>Declares the constants that its calls read.</summary>
    internal virtual void Declare(LayerConstants constants)
    {
    }

    /// <summary>Writes the calls that put <see cref="Initial"/> into the state.</summary>
    internal virtual void Begin(LayerLowering code)
    {
    }

    /// <summary>Writes the calls of one step.</summary>
    internal abstract void Lower(LayerLowering code);

    /// <summary>Proves that the kernels need no check at run time: sums fit, and constants are finite.</summary>
    /// <exception cref="ModelException">ELSTM032.</exception>
    internal virtual void Prove(Scheme scheme)
    {
    }
}
