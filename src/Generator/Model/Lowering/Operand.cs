namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>What a call is given.</summary>
abstract record Operand;

/// <summary>Elements of a slot.</summary>
/// <param name="Slot">Which.</param>
/// <param name="At">Which rows.</param>
/// <param name="Start">The first element of them.</param>
/// <param name="Length">How many; 0: all.</param>
sealed record Value(Slot Slot, RowAt At, int Start = 0, int Length = 0) : Operand
{
    /// <summary>Rows between it and the first or the last.</summary>
    public int Away { get; init; }

    public Value Part(int start, int length) => this with { Start = start, Length = length };
}

/// <summary>A state that a layer does without.</summary>
sealed record NoValues : Operand;

sealed record Number(float Value) : Operand;

sealed record Integer(int Value) : Operand;

sealed record Flag(bool IsSet) : Operand;

/// <summary>How many steps a layer gives for the window.</summary>
sealed record Count(StepCount Steps) : Operand;

/// <summary>
/// The first of its source's steps that a layer's step t reads: t · <paramref name="Stride"/> − <paramref name="Before"/>.
/// </summary>
/// <param name="Stride">Steps of the source from one step to the next; 0 of a layer that gives one only.</param>
/// <param name="Before">Steps of padding in front.</param>
sealed record FirstTap(int Stride, int Before) : Operand;

/// <summary>The number of the stream's sample, from 1.</summary>
sealed record SampleNumber : Operand;
