using EdgeLstm.Generator.Artifact;

namespace EdgeLstm.Generator.Emit;

/// <summary>What a window model holds of its window: rows of the input and of each layer, in the order in which they are taken.</summary>
public sealed record Workspace(IReadOnlyList<Workspace.Rows> All)
{
    /// <param name="Steps">How many rows.</param>
    /// <param name="Name">C#'s name of them.</param>
    /// <param name="Type">C#'s name of an element.</param>
    /// <param name="Width">Elements of a row.</param>
    public sealed record Rows(StepCount Steps, string Name, string Type, int Width);

    public static Workspace Of(ModelArtifact model)
    {
        var names = new ValueNames(model, windows: true);
        string activation = StateLayout.Activation(model.Scheme);
        var rows = new List<Rows> { new(StepCount.Samples, "x", activation, names.UnitWidth(-1)) };
        if (model.Scheme != Scheme.Float32 && model.Plan.AsFloats(-1))
            rows.Add(new(StepCount.Samples, "v", "float", names.Width(-1)));
        for (int k = 0; k < model.Layers.Count; k++)
        {
            var layer = LayerEmitter.Of(model, k);
            if (layer.HasFloats(names))
                rows.Add(new(model.Plan.Steps(k), $"y{k}", "float", names.Width(k)));
            if (layer.HasUnits(names))
                rows.Add(new(model.Plan.Steps(k), $"q{k}", activation, names.UnitWidth(k)));
        }

        return new(rows);
    }

    /// <summary>Bytes for a window of <paramref name="samples"/>.</summary>
    public long Bytes(int samples) => All.Sum(rows => (long)rows.Steps.Of(samples) * rows.Width * StateLayout.Size(rows.Type));

    /// <summary>The same in C#, of an int called <c>samples</c>.</summary>
    public string Expression => string.Join(" + ", All.GroupBy(rows => rows.Steps.Expression).Select(group =>
    {
        int bytes = group.Sum(rows => rows.Width * StateLayout.Size(rows.Type));
        return int.TryParse(group.Key, out int steps) ? $"{(long)steps * bytes}"
            : group.Key == "samples" ? $"{bytes} * samples"
            : $"{bytes} * ({group.Key})";
    }));
}
