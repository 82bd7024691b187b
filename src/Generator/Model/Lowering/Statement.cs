namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>One piece of work.</summary>
abstract record Statement;

/// <summary>Memory from here on: a buffer of any content, or in a window model a state of zeros.</summary>
sealed record Declare(Slot Slot) : Statement;

/// <summary>
/// Makes activations of a sample, of what stands in for its missing values too, and counts values that it could not take as they are.
/// </summary>
/// <param name="To">The input's activations.</param>
sealed record TakeSample(Slot To) : Statement;

/// <summary>Calls the runtime.</summary>
/// <param name="Operation">What.</param>
/// <param name="Layer">Whose object, or for whom.</param>
/// <param name="Operands">In the method's order; what it writes stands last, states excepted.</param>
sealed record Call(Operation Operation, int Layer, IReadOnlyList<Operand> Operands) : Statement
{
    /// <summary>Whether it says how many states were cut off.</summary>
    public bool CountsStates { get; init; }

    /// <summary>The layer in words, at its first call.</summary>
    public string Comment { get; init; } = "";
}

/// <summary>Copies elements to the beginning of others.</summary>
sealed record Move(Value From, Value To) : Statement;

/// <summary>Does the same for each of a window's steps.</summary>
/// <param name="Steps">How many.</param>
/// <param name="Reverse">From the last to the first.</param>
/// <param name="Body">What.</param>
sealed record Loop(StepCount Steps, bool Reverse, IReadOnlyList<Statement> Body) : Statement;

/// <summary>Does the same for each row of a window's outputs.</summary>
/// <param name="Body">What.</param>
/// <param name="Differ">Whether outputs differ in how many steps they have.</param>
sealed record OutputLoop(IReadOnlyList<Statement> Body, bool Differ) : Statement;

/// <summary>Does it where the caller gave initial states.</summary>
sealed record IfGiven(Slot Given, IReadOnlyList<Statement> Body) : Statement;

/// <summary>An output's value in the units that the user knows it in.</summary>
sealed record ToUserUnits(Slot Output, int Index, OutputChannel Channel) : Statement;

/// <summary>A window model's next layer.</summary>
sealed record Heading(string Text) : Statement;
