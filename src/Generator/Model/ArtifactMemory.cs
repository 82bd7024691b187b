using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Model;

/// <summary>
/// What generated code holds in memory at most, in sums that are longs: sizes that each are small may be gigabytes together.
/// </summary>
static class ArtifactMemory
{
    /// <summary>
    /// Of a <c>State</c>, and of what a step has beside it. Both stand on the stack, and .NET has no inline array above 1 MiB.
    /// </summary>
    public const int MaxStackBytes = 512 * 1024;

    public static void Check(ModelArtifact model)
    {
        Require(StateBytes(model), MaxStackBytes, "state");
        if (model.CanStream)
            Require(ValueBytes(model, 1), MaxStackBytes, "values in a step");
        int least = model.Plan.MinSamples;
        foreach (int samples in new[] { least, model.Window ?? least, model.Rules.WindowOr(least)!.Value })
        {
            string window = $"a window of {samples} samples";
            if (samples < least)
                throw Range(window, $"{least} or more, of which each layer can make a step", ArtifactRange.Remedy);
            Require(ValueBytes(model, samples), int.MaxValue, window);
        }
    }

    /// <summary>
    /// Counters, what the rule for missing values remembers, and the layers' states: of a window model, those on its stack.
    /// </summary>
    public static long StateBytes(ModelArtifact model) => 32 + 8L * (model.Inputs.Count + 3)
        + model.Layers.Where(layer => model.CanStream || layer is ArtifactRecurrent).Sum(layer => layer.StateBytes(model.Scheme));

    /// <summary>Values of the input and of all layers for a window of <paramref name="samples"/>, and what comes out.</summary>
    public static long ValueBytes(ModelArtifact model, int samples) =>
        samples * RowBytes(model, -1, model.Inputs.Count)
        + model.Layers.Select((layer, k) => model.Plan.Steps(k).Of(samples) * RowBytes(model, k, layer.Outputs)).Sum()
        + 4L * model.Plan.OutputRowsOf(samples) * model.Outputs.Count;

    /// <summary>A step's floats, and its activation units where somebody reads them, padded.</summary>
    static long RowBytes(ModelArtifact model, int layer, int width) =>
        4L * width + (layer < 0 || model.Plan.AsUnits(layer) ? ActivationBytes(model.Scheme) * (width + 15L) : 0);

    public static int ActivationBytes(Scheme scheme) => scheme switch { Scheme.Int8 => 1, Scheme.Int8x16 => 2, _ => 4 };

    static void Require(long bytes, long most, string what)
    {
        if (bytes > most)
        {
            throw Range(
                $"{bytes} bytes of {what}", $"at most {most}", "EdgeLstm is for models that fit a small board: train a smaller one");
        }
    }

    static ModelException Range(string found, string expected, string remedy) =>
        new(ErrorCatalogue.ArtifactRange, found, expected, remedy);
}
