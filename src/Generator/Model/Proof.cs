using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Model;

/// <summary>What the kinds' proofs have in common.</summary>
static class Proof
{
    public const double Int32Limit = int.MaxValue - 512; // a sum is rounded to float32 twice on its way, by less than 2^-23 of it

    public static float Float(byte[] data, int index) => BitConverter.ToSingle(data, 4 * index);

    public static void Finite(ArtifactLayer layer, byte[] data, int floats)
    {
        for (int k = 0; k < floats; k++)
            Finite(layer, Float(data, k));
    }

    public static bool IsFinite(float value) => Math.Abs(value) <= float.MaxValue;

    /// <summary>A number that code divides by.</summary>
    public static void Invertible(ArtifactLayer layer, string what, float value)
    {
        if (!IsFinite(value) || !IsFinite(1 / value))
            throw Range(layer, $"{what} {value}", "a number whose reciprocal is finite, as 1e-38 is");
    }

    public static void Finite(ArtifactLayer layer, float value)
    {
        if (!IsFinite(value))
            throw Range(layer, $"a constant that is {value}", "finite numbers");
    }

    /// <summary>
    /// What a layer begins with, or reads where there are no samples: of int16 activations no more than sums are proved for.
    /// </summary>
    public static void Initial(ArtifactLayer layer, Scheme scheme)
    {
        byte[] data = layer.Initial;
        if (scheme == Scheme.Float32)
            Finite(layer, data, data.Length / 4);
        int activations = layer is ArtifactRecurrent ? layer.Outputs : layer.Inputs, limit = ArtifactRange.ActivationLimit(scheme);
        for (int k = 0; scheme == Scheme.Int8x16 && k < Math.Min(activations, data.Length / 2); k++)
            if (BitConverter.ToInt16(data, 2 * k) is var value && Math.Abs((int)value) > limit)
                throw Range(layer, $"an initial activation of {value}", $"-{limit} to {limit}, for which sums are proved");
    }

    /// <summary>Σ|w| of one row; −128 has no negative in an sbyte, which the kernels rely on.</summary>
    public static long Magnitude(ArtifactLayer layer, byte[] data, int start, int count)
    {
        long sum = 0;
        for (int k = start; k < start + count; k++)
        {
            int w = (sbyte)data[k];
            if (w == sbyte.MinValue)
                throw Range(layer, "a weight of -128", "-127 to 127");
            sum += Math.Abs(w);
        }

        return sum;
    }

    /// <summary>Rows of a dense product: multiplier, bias, then <paramref name="columns"/> int8 weights each.</summary>
    public static void Rows(ArtifactLayer layer, Scheme scheme, int rows, int columns)
    {
        if (scheme == Scheme.Float32)
        {
            Finite(layer, layer.Data, rows * (1 + columns));
            return;
        }

        Finite(layer, layer.Data, 2 * rows);
        for (int row = 0; row < rows; row++)
        {
            double sum = (double)ArtifactRange.ActivationLimit(scheme) * Magnitude(layer, layer.Data, 8 * rows + row * columns, columns);
            if (sum > Int32Limit)
                throw Range(layer, $"row {row}, whose sum can reach {sum:g3}", "less than 2^31");
        }
    }

    /// <summary>Rows of a product over x and what recurs: multiplier float, bias int, shift byte, W and U, of which a group of rows may have one only.</summary>
    /// <param name="layer">Whose constants they are.</param>
    /// <param name="data">The layer's, or what they unpack to.</param>
    /// <param name="scheme">Width of activations.</param>
    /// <param name="at">Where they begin.</param>
    /// <param name="rows">How many.</param>
    /// <param name="columns">Of W and of U in a row; 0 where it has none.</param>
    public static void RecurrentRows(ArtifactLayer layer, byte[] data, Scheme scheme, int at, int rows, Func<int, (int X, int R)> columns)
    {
        int limit = ArtifactRange.ActivationLimit(scheme), w = at + 9 * rows, u = w;
        for (int row = 0; row < rows; row++)
            u += columns(row).X;
        for (int row = 0; row < rows; row++)
        {
            var (x, r) = columns(row);
            float multiplier = BitConverter.ToSingle(data, at + 4 * row);
            int shift = data[at + 8 * rows + row];
            Finite(layer, multiplier);
            if (shift > ArtifactRange.MaxShift)
                throw Range(layer, $"row {row}, shifted by {shift}", $"0 to {ArtifactRange.MaxShift}");
            double inputs = Math.Abs((double)BitConverter.ToInt32(data, at + 4 * (rows + row))) + (double)limit * Magnitude(layer, data, w, x);
            double sum = inputs * (1 << shift) + (double)limit * Magnitude(layer, data, u, r);
            if (sum > Int32Limit || sum * Math.Abs((double)multiplier) > Int32Limit)
                throw Range(layer, $"row {row}, whose sum can reach {Math.Max(sum, sum * Math.Abs((double)multiplier)):g3}", "less than 2^31");
            w += x;
            u += r;
        }
    }

    public static long RowBytes(Scheme scheme, long rows, long columns) => scheme == Scheme.Float32 ? 4 * rows * (1 + columns) : rows * (8 + columns);

    public static ModelException Range(ArtifactLayer layer, string found, string expected) =>
        new(ErrorCatalogue.ArtifactRange, found, expected, ArtifactRange.Remedy, node: layer.Name);
}
