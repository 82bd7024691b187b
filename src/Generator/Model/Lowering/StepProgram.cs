namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>
/// The calls of the runtime that run a model, in their order: what the printer writes as C# and the tool's interpreter does by itself. A
/// stream's program is one sample's work; a window model's is all of a window's.
/// </summary>
/// <param name="model">What this is the program of: a changed copy has its own.</param>
/// <param name="input">The input's activations.</param>
/// <param name="output">What comes out, or one row of it.</param>
sealed class StepProgram(ModelArtifact model, Slot input, Slot output)
{
    public ModelArtifact Model => model;

    public Slot Input => input;

    public Slot Output => output;

    /// <summary>All memory but constants: the input's, then layer by layer.</summary>
    public IReadOnlyList<Slot> Slots { get; init; } = [];

    /// <summary>Members that hold constants, layer by layer.</summary>
    public IReadOnlyList<Constant> Constants { get; init; } = [];

    /// <summary>Makes activations of the sample; in a window model, of all.</summary>
    public IReadOnlyList<Statement> Take { get; init; } = [];

    /// <summary>Before a stream's first sample: what states begin with, where that is not zeros.</summary>
    public IReadOnlyList<Statement> Begin { get; init; } = [];

    /// <summary>Before a stream's first sample: initial states that the caller gives, each in an <see cref="IfGiven"/>.</summary>
    public IReadOnlyList<Statement> Given { get; init; } = [];

    /// <summary>What every sample needs; of a window model, all layers.</summary>
    public IReadOnlyList<Statement> Advance { get; init; } = [];

    /// <summary>What a stream's prediction needs besides: the heads, where they read hidden states alone.</summary>
    public IReadOnlyList<Statement> Heads { get; init; } = [];

    /// <summary>Gives the outputs.</summary>
    public IReadOnlyList<Statement> Outputs { get; init; } = [];

    /// <summary>What layers remember.</summary>
    public IEnumerable<Slot> States => Slots.Where(slot => slot.Storage == Storage.State);

    /// <summary>What layers give.</summary>
    public IEnumerable<Slot> Buffers => Slots.Where(slot => slot.Storage == Storage.Buffer);

    /// <summary>Lowers a model: to a stream's program where it can stream.</summary>
    /// <param name="model">The model.</param>
    /// <param name="isObserved">Whether every layer's floats are made, for who looks at them. All else stays the same.</param>
    public static StepProgram Of(ModelArtifact model, bool isObserved = false) => new ProgramBuilder(model, isObserved).Build();
}
