using EdgeLstm.Generator.Diagnostics;

namespace EdgeLstm.Generator.Artifact;

/// <summary>
/// Proves, from the weights themselves, that no int32 sum of the runtime can overflow and that every constant is finite: the kernels then
/// need no check at all.
/// </summary>
public static class ArtifactRange
{
    const double Int32Limit = int.MaxValue - 512; // a sum is rounded to float32 twice on its way, by less than 2^-23 of it

    /// <summary>The largest shift between the units of W·x and U·h.</summary>
    public const int MostShift = 15;

    const string Remedy = "write the file again with 'edgelstm quantize'";

    /// <exception cref="ModelException">ELSTM031 for a length, ELSTM032 for a range.</exception>
    public static void Check(ModelArtifact model)
    {
        foreach (var layer in model.Layers)
        {
            int stored = DataBytes(model.Scheme, layer.Kind, layer.Inputs, layer.Outputs);
            if (layer.Data.Length != stored)
                throw new ModelException(ErrorCatalogue.ArtifactSyntax, $"{layer.Data.Length} bytes of constants", $"{stored}", Remedy, node: layer.Name);
            int columns = model.Scheme == Scheme.Float32 ? 4096 : 8192; // what the runtime's LSTM layers take
            if (layer.Kind == LayerKind.Lstm && layer.Inputs + layer.Outputs > columns)
                throw Range(layer, $"{layer.Inputs} inputs and {layer.Outputs} units", $"at most {columns} together");
            if (model.Scheme == Scheme.Float32)
                CheckFinite(layer, layer.Data.Length / 4);
            else if (layer.Kind == LayerKind.Lstm)
                CheckLstm(layer, ActivationLimit(model.Scheme));
            else
                CheckDense(layer, ActivationLimit(model.Scheme));
            CheckInitialState(model.Scheme, layer);
        }
    }

    /// <summary>The largest magnitude of an activation; int8 states may hold −128.</summary>
    public static int ActivationLimit(Scheme scheme) => scheme == Scheme.Int8 ? 128 : 16384;

    /// <summary>Bytes of a layer's constants.</summary>
    public static int DataBytes(Scheme scheme, LayerKind kind, int inputs, int outputs) => (scheme, kind) switch
    {
        (Scheme.Float32, LayerKind.Lstm) => 16 * outputs * (1 + inputs + outputs),
        (Scheme.Float32, _) => 4 * outputs * (1 + inputs),
        (_, LayerKind.Lstm) => 4 * outputs * (9 + inputs + outputs),
        _ => outputs * (8 + inputs),
    };

    /// <summary>Bytes of an LSTM's initial state, where it has one.</summary>
    public static int InitialBytes(Scheme scheme, int units) => units * scheme switch { Scheme.Int8 => 3, Scheme.Int8x16 => 4, _ => 8 };

    static void CheckLstm(ArtifactLayer layer, int limit)
    {
        int rows = 4 * layer.Outputs, shifts = 8 * rows, w = 9 * rows, u = w + rows * layer.Inputs;
        if (layer.CellBits < 8 || layer.HiddenScale < 1)
            throw Range(layer, $"cell-bits {layer.CellBits}, hidden-scale {layer.HiddenScale}", "8 to 13, and at least 1");
        if (limit == 16384 && layer.HiddenScale > 16384)
            throw Range(layer, $"hidden-scale {layer.HiddenScale}", "at most 16384 with int16 activations");
        CheckFinite(layer, rows);
        for (int row = 0; row < rows; row++)
        {
            double multiplier = Float(layer, row);
            int shift = layer.Data[shifts + row];
            if (shift > MostShift)
                throw Range(layer, $"row {row}, shifted by {shift}", $"0 to {MostShift}");
            double x = Math.Abs((double)BitConverter.ToInt32(layer.Data, 4 * rows + 4 * row)) + (double)limit * Magnitude(layer, w + row * layer.Inputs, layer.Inputs);
            double sum = x * (1 << shift) + (double)limit * Magnitude(layer, u + row * layer.Outputs, layer.Outputs);
            if (sum > Int32Limit || sum * Math.Abs(multiplier) > Int32Limit)
                throw Range(layer, $"row {row}, whose sum can reach {Math.Max(sum, sum * Math.Abs(multiplier)):g3}", "less than 2^31");
        }
    }

    static void CheckDense(ArtifactLayer layer, int limit)
    {
        CheckFinite(layer, 2 * layer.Outputs);
        for (int row = 0; row < layer.Outputs; row++)
        {
            double sum = (double)limit * Magnitude(layer, 8 * layer.Outputs + row * layer.Inputs, layer.Inputs);
            if (sum > Int32Limit)
                throw Range(layer, $"row {row}, whose sum can reach {sum:g3}", "less than 2^31");
        }
    }

    static void CheckInitialState(Scheme scheme, ArtifactLayer layer)
    {
        int expected = layer.Kind == LayerKind.Lstm ? InitialBytes(scheme, layer.Outputs) : 0;
        if (layer.InitialState.Length != 0 && layer.InitialState.Length != expected)
            throw new ModelException(ErrorCatalogue.ArtifactSyntax, $"{layer.InitialState.Length} bytes of initial state", $"{expected}", Remedy, node: layer.Name);
    }

    static void CheckFinite(ArtifactLayer layer, int floats)
    {
        for (int k = 0; k < floats; k++)
            if (float.IsNaN(Float(layer, k)) || float.IsInfinity(Float(layer, k)))
                throw Range(layer, $"a constant that is {Float(layer, k)}", "finite numbers");
    }

    static float Float(ArtifactLayer layer, int index) => BitConverter.ToSingle(layer.Data, 4 * index);

    /// <summary>Σ|w| of one row; −128 has no negative in an sbyte, which the kernels rely on.</summary>
    static long Magnitude(ArtifactLayer layer, int start, int count)
    {
        long sum = 0;
        for (int k = start; k < start + count; k++)
        {
            int w = (sbyte)layer.Data[k];
            if (w == sbyte.MinValue)
                throw Range(layer, "a weight of -128", "-127 to 127");
            sum += Math.Abs(w);
        }

        return sum;
    }

    static ModelException Range(ArtifactLayer layer, string found, string expected) =>
        new(ErrorCatalogue.ArtifactRange, found, expected, Remedy, node: layer.Name);
}
