using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Model;

/// <summary>What a <c>.elstm</c> file holds: a quantized model, ready to generate code from or to run.</summary>
sealed record ModelArtifact(
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
    /// <summary>
    /// The format's version that this code reads and writes. A file has the least that can say it, so that older packages read what they
    /// can: 4 without layers and functions that came with 5 (<see cref="ArtifactLayer.Since"/>), 3 without
    /// <see cref="Provenance.Forward"/> too, and 2 without <see cref="Rules"/>.
    /// </summary>
    public const int Version = 5, VersionWithoutKinds = 4, VersionWithoutForward = 3, VersionWithoutRules = 2;

    /// <summary>What came with version 5, and keeps that number when <see cref="Version"/> goes on.</summary>
    public const int VersionOfKinds = 5;

    ModelPlan? _plan;
    StepProgram? _program;

    /// <summary>Initial states that the caller may give, those of one name together and in their order.</summary>
    public IReadOnlyList<StateInput> States { get; init; } = [];

    /// <summary>How the data were read in training.</summary>
    public DataRules Rules { get; init; } = DataRules.Unknown;

    /// <summary>SHA-256 over the file's lines, lower-case hex; empty before the artifact was written.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Bytes of all constants as stored: weights, scales, biases, and the inputs' centres and steps.</summary>
    public int WeightBytes => Layers.Sum(layer => layer.Data.Length) + 8 * Inputs.Count + 4 * Layers.Count(layer => layer.InverseStep != 0);

    /// <summary>What follows from the layers: their steps, the forms of their values, the order of work.</summary>
    public ModelPlan Plan => _plan is { } plan && ReferenceEquals(plan.Model, this) ? plan : _plan = new(this);

    /// <summary>The calls that run the model.</summary>
    public StepProgram Program =>
        _program is { } program && ReferenceEquals(program.Model, this) ? program : _program = StepProgram.Of(this);

    /// <summary>Whether the model can take one sample after the other; else it needs whole windows.</summary>
    public bool CanStream => Plan.WhyWindows is null;
}
