using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Generator.Model.Lowering;

namespace EdgeLstm.Generator.Emit;

/// <summary>
/// The generated <c>State</c>: two counters, then what each layer remembers, padded to multiples of sixteen elements, and what the rule
/// for missing values does; behind them the counters
/// of missing values and of states that were cut off. Sizes are multiples of 8 bytes, so that the struct has no gaps.
/// </summary>
sealed record StateLayout(IReadOnlyList<StateLayout.Field> Fields, int Bytes)
{
    /// <param name="Layer">The layer's index; −1 for the input.</param>
    /// <param name="Part">What of the layer's state: <c>h</c>, <c>c</c>, <c>past</c>.</param>
    /// <param name="Type">C#'s name of an element.</param>
    /// <param name="Length">Elements.</param>
    /// <param name="Meaning">For a comment.</param>
    public sealed record Field(int Layer, string Part, string Type, int Length, string Meaning)
    {
        public string Name => Layer < 0 ? $"_{Part}" : $"_{Part}{Layer}";
    }

    /// <summary>The name of an inline array: Sbyte16.</summary>
    public static string ArrayType(string type, int length) => $"{char.ToUpperInvariant(type[0])}{type.Substring(1)}{length}";

    /// <summary>C#'s name of a type.</summary>
    public static string TypeName(ElementType element) =>
        element switch { ElementType.Int8 => "sbyte", ElementType.Int16 => "short", _ => "float" };

    /// <summary>The C# type of activations.</summary>
    public static string Activation(Scheme scheme) => TypeName(ProgramBuilder.Element(scheme));

    /// <summary>Bytes of one element.</summary>
    public static int Size(string type) => type switch { "sbyte" => 1, "short" => 2, _ => 4 };

    /// <summary>Whether there are states that could be cut off: in the float scheme there are none.</summary>
    public static bool CountsStates(ModelArtifact model) => model.Scheme != Scheme.Float32 && model.Layers.Any(layer => layer is ArtifactRecurrent);

    public static StateLayout Of(ModelArtifact model)
    {
        var fields = model.Program.States
            .Select(slot => new Field(slot.Layer, slot.Part, TypeName(slot.Element), slot.Width, slot.Meaning)).ToList();
        var rule = model.Rules.Missing;
        if (rule.Kind == MissingKind.Hold && rule.Limit > 0)
        {
            int inputs = (model.Inputs.Count + 3) / 4 * 4;
            fields.Add(new(-1, "held", "float", inputs, "what the last sample was taken as"));
            fields.Add(new(-1, "left", "int", inputs, "for how many samples more that may stand in for a missing value"));
        }

        return new(fields, 16 + (rule.Kind == MissingKind.Centre ? 0 : 8) + (CountsStates(model) ? 8 : 0) + fields.Sum(f => f.Length * Size(f.Type)));
    }
}
