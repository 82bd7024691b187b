namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>Something that a layer remembers from step to step.</summary>
/// <param name="Name"><c>h</c>, <c>c</c> or <c>past</c>.</param>
/// <param name="Element">What it holds.</param>
/// <param name="Length">Elements, rounded up to whole vectors.</param>
/// <param name="Meaning">In words, with its shape.</param>
readonly record struct StatePart(string Name, ElementType Element, int Length, string Meaning);
