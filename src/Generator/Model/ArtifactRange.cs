
using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Generator.Model;

/// <summary>
/// Proves, from the weights themselves, that no int32 sum of the runtime can overflow and that every constant is finite: the kernels then
/// need no check at all. Each kind of layer proves its own arithmetic.
/// </summary>
static class ArtifactRange
{
    /// <summary>The largest shift between the units of W·x and U·h.</summary>
    public const int MaxShift = 15;

    internal const string Remedy = "write the file again with 'edgelstm quantize'";

    /// <exception cref="ModelException">ELSTM031 for a length, ELSTM032 for a range.</exception>
    public static void Check(ModelArtifact model)
    {
        ArtifactNames.Check(model);
        foreach (var input in model.Inputs)
            CheckInput(input);
        foreach (var layer in model.Layers)
        {
            CheckLength(layer, "constants", layer.Data.Length, layer.DataBytes(model.Scheme));
            if (layer.Initial.Length != 0)
                CheckLength(layer, "initial state", layer.Initial.Length, layer.InitialBytes(model.Scheme));
            layer.Prove(model.Scheme);
            Proof.Finite(layer, layer.InverseStep);
        }

        ArtifactMemory.Check(model);
    }

    /// <summary>The largest magnitude of an activation; int8 states may hold −128.</summary>
    public static int ActivationLimit(Scheme scheme) => scheme == Scheme.Int8 ? 128 : 16384;

    /// <summary>Code divides by some of an input's numbers, and holds what comes of that as a float32.</summary>
    static void CheckInput(InputChannel input)
    {
        var (scale, offset) = input.FromUnits;
        if (new[] { 1 / input.Scale, 1 / input.InverseStep, scale, offset }.All(Proof.IsFinite))
            return;
        throw new ModelException(
            ErrorCatalogue.ArtifactRange,
            FormattableString.Invariant($"input '{input.Name}' with mean {input.Mean}, scale {input.Scale}, ")
            + FormattableString.Invariant($"centre {input.Centre}, inverse-step {input.InverseStep}"),
            "numbers whose reciprocals are finite, as is what a unit of it is to the network", Remedy);
    }

    static void CheckLength(ArtifactLayer layer, string what, long found, long expected)
    {
        if (found != expected)
            throw new ModelException(ErrorCatalogue.ArtifactSyntax, $"{found} bytes of {what}", $"{expected}", Remedy, node: layer.Name);
    }
}
