using System.Text.Json;
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.RtNeural;

/// <summary>Nested arrays of numbers as one, with their sizes.</summary>
sealed record Matrix(int[] Sizes, float[] Values)
{
    const int MaxRank = 4;

    public int Rank => Sizes.Length;

    public string Shape => $"[{string.Join(", ", Sizes)}]";

    public static Matrix Read(JsonElement element, string file, string where)
    {
        var (sizes, values) = (new List<int>(), new List<float>());
        for (var at = element; at.ValueKind == JsonValueKind.Array && sizes.Count < MaxRank && at.GetArrayLength() > 0; at = at[0])
            sizes.Add(at.GetArrayLength());
        Collect(element, 0);
        return new([.. sizes], [.. values]);

        void Collect(JsonElement at, int depth)
        {
            if (depth == sizes.Count)
            {
                values.Add(at.ValueKind == JsonValueKind.Number && at.TryGetSingle(out float value) && float.IsFinite(value) ? value
                    : throw new ModelException(ErrorCatalogue.NotFinite, $"a weight that is no finite number ({(at.ValueKind == JsonValueKind.String ? at.GetString()!.Short() : at.ValueKind)})", "finite numbers", "train again or export another checkpoint", file, where));
                return;
            }
            if (at.ValueKind != JsonValueKind.Array || at.GetArrayLength() != sizes[depth])
                throw new ModelException(ErrorCatalogue.BadShape, "weights whose rows have different lengths", $"[{string.Join(", ", sizes)}] throughout", "export the model again", file, where);
            foreach (var inner in at.EnumerateArray())
                Collect(inner, depth + 1);
        }
    }

    /// <summary>[a, b] to [b, a].</summary>
    public float[] Transposed()
    {
        var transposed = new float[Values.Length];
        for (int row = 0; row < Sizes[0]; row++)
            for (int column = 0; column < Sizes[1]; column++)
                transposed[column * Sizes[0] + row] = Values[row * Sizes[1] + column];
        return transposed;
    }
}
