namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>Where a layer puts its calls, and what it names its values by.</summary>
/// <param name="program">The model's.</param>
/// <param name="index">The layer.</param>
/// <param name="statements">Where they go.</param>
sealed class LayerLowering(ProgramBuilder program, int index, List<Statement> statements)
{
    string _comment = "";

    /// <summary>For the first call.</summary>
    public string Comment
    {
        init => _comment = value;
    }

    public Scheme Scheme => program.Model.Scheme;

    public bool IsFloat => program.IsFloat;

    /// <summary>Whether the layer runs over all steps of a window, before the next one does.</summary>
    public bool Windows => program.Windows;

    /// <summary>Whether it has to write floats, or units, which the float scheme has none of.</summary>
    public bool HasFloats => program.HasFloats(index);

    public bool HasUnits => program.HasUnits(index);

    /// <summary>The floats that it gives at this step.</summary>
    public Value Floats => program.Floats(index).Row;

    /// <summary>The units that it gives at this step.</summary>
    public Value Units => program.Units(index).Row;

    /// <summary>How many steps a source gives for the window.</summary>
    public Count CountOf(int source) => new(program.Model.Plan.Steps(source));

    /// <summary>A source's floats.</summary>
    public Value FloatsOf(int source, RowAt at = RowAt.Step) => new(program.Floats(source), at);

    /// <summary>A source's activations: units, or floats in the float scheme.</summary>
    public Value UnitsOf(int source, RowAt at = RowAt.Step) => new(program.Units(source), at);

    /// <summary>Features of a source.</summary>
    public int WidthOf(int source) => source < 0 ? program.Model.Inputs.Count : Layer(source).Outputs;

    public ArtifactLayer Layer(int source) => program.Model.Layers[source];

    /// <summary>A part of the layer's state, or one of its constants.</summary>
    public Value Part(string part) => program.Part(index, part).All;

    public Value PartOf(int source, string part) => program.Part(source, part).All;

    public void Call(Operation operation, params Operand[] operands) => Add(new Call(operation, index, operands));

    /// <summary>A call that says how many states it cut off.</summary>
    public void CountingCall(Operation operation, params Operand[] operands) =>
        Add(new Call(operation, index, operands) { CountsStates = true });

    public void Move(Value from, Value to) => statements.Add(new Move(from, to));

    /// <summary>Copies one of a source's steps, in every form that somebody reads.</summary>
    /// <param name="source">Whose.</param>
    /// <param name="at">The first or the last.</param>
    /// <param name="away">Steps between that and the one that is meant.</param>
    public void MoveStep(int source, RowAt at, int away = 0)
    {
        if (HasUnits)
            Move(UnitsOf(source, at) with { Away = away }, Units);
        if (HasFloats)
            Move(FloatsOf(source, at) with { Away = away }, Floats);
    }

    /// <summary>The first of its source's steps that this layer's step reads, in a window.</summary>
    public FirstTap FirstTap(int stride, int before) => new(program.Model.Plan.Steps(index).Fixed == 1 ? 0 : stride, before);

    /// <summary>A function in place.</summary>
    public void Apply(ArtifactFunction function, Value values)
    {
        Number[] parameters = [new(function.Alpha), new(function.Beta)];
        if (!function.IsIdentity)
            Call(Operation.Apply(function.Kind), [values, .. parameters.Take(function.Parameters)]);
    }

    void Add(Call call)
    {
        statements.Add(call with { Comment = _comment });
        _comment = "";
    }
}
