namespace EdgeLstm.Generator.Model.Lowering;

/// <summary>A member of the class that holds a model's constants.</summary>
abstract record Constant;

/// <summary>A layer's object, which packs its weights once for the processor.</summary>
/// <param name="Layer">Whose.</param>
/// <param name="Type">The runtime's class.</param>
/// <param name="Arguments">Of its constructor.</param>
sealed record LayerObject(int Layer, string Type, IReadOnlyList<Argument> Arguments) : Constant;

/// <summary>Numbers as they are.</summary>
sealed record ConstantValues(Slot Slot) : Constant;

/// <summary>An argument of a constructor.</summary>
/// <param name="Name">The parameter's; empty where it is given in its place.</param>
/// <param name="Value">An int, a bool, an enumeration's value or an array of those, or bytes of constants.</param>
readonly record struct Argument(string Name, object Value);
