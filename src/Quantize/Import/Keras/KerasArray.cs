using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.Keras;

/// <summary>One array of weights, row-major, as the file has it.</summary>
/// <param name="Path">Its place in the file, for messages.</param>
sealed record KerasArray(string Path, int[] Sizes, float[] Values)
{
    public string Shape => $"[{string.Join(", ", Sizes)}]";

    /// <summary>The same numbers as an array of another shape that they fit.</summary>
    public KerasArray As(params int[] sizes) => this with { Sizes = sizes };

    /// <summary>[a, b] to [b, a].</summary>
    public float[] Transposed()
    {
        var transposed = new float[Values.Length];
        for (int row = 0; row < Sizes[0]; row++)
            for (int column = 0; column < Sizes[1]; column++)
                transposed[column * Sizes[0] + row] = Values[row * Sizes[1] + column];
        return transposed;
    }

    /// <summary>Arrays of two axes side by side: their columns after one another.</summary>
    public static KerasArray SideBySide(IReadOnlyList<KerasArray> arrays)
    {
        int rows = arrays[0].Sizes[0], columns = arrays.Sum(array => array.Sizes[1]), at = 0;
        var values = new float[rows * columns];
        foreach (var array in arrays)
        {
            for (int row = 0; row < rows; row++)
                array.Values.AsSpan(row * array.Sizes[1], array.Sizes[1]).CopyTo(values.AsSpan(row * columns + at));
            at += array.Sizes[1];
        }

        return new(arrays[0].Path, [rows, columns], values);
    }

    /// <summary>Training that diverged leaves numbers that are none.</summary>
    public KerasArray RequireFinite(string file) => Array.TrueForAll(Values, float.IsFinite) ? this
        : throw new ModelException(ErrorCatalogue.NotFinite, $"{Array.Find(Values, value => !float.IsFinite(value))} in '{Path.Short()}'",
            "finite numbers", "train again or export another checkpoint: this one diverged", file);
}
