using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Generator.Emit;

/// <summary>
/// The generated <c>State</c>: two counters, then hidden and cell state of each recurrent layer, padded to whole blocks of sixteen units. Sizes are
/// multiples of 16 bytes, so that the struct has no gaps.
/// </summary>
sealed record StateLayout(IReadOnlyList<StateLayout.Field> Fields, int Bytes)
{
    public sealed record Field(int Layer, string Name, string Type, int Length);

    /// <summary>The next multiple of sixteen.</summary>
    public static int Padded(int count) => (count + 15) / 16 * 16;

    /// <summary>The name of an inline array: Sbyte16.</summary>
    public static string ArrayType(string type, int length) => $"{char.ToUpperInvariant(type[0])}{type.Substring(1)}{length}";

    /// <summary>The C# type of activations.</summary>
    public static string Activation(Scheme scheme) => scheme switch { Scheme.Int8 => "sbyte", Scheme.Int8x16 => "short", _ => "float" };

    public static StateLayout Of(ModelArtifact model)
    {
        var fields = new List<Field>();
        for (int k = 0; k < model.Layers.Count; k++)
        {
            if (model.Layers[k].Kind != LayerKind.Lstm)
                continue;
            int units = Padded(model.Layers[k].Outputs);
            fields.Add(new(k, $"_h{k}", Activation(model.Scheme), units));
            fields.Add(new(k, $"_c{k}", model.Scheme == Scheme.Float32 ? "float" : "short", units));
        }

        int bytes = 16 + fields.Sum(f => f.Length * f.Type switch { "sbyte" => 1, "short" => 2, _ => 4 });
        return new(fields, bytes);
    }
}
