using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Emit;

/// <summary>
/// What a window model holds of its window: rows of the input and of each layer. Rows that nobody reads any more leave their memory to those of a later
/// layer, so that a deep model needs little more than its two widest layers.
/// </summary>
sealed record Workspace(IReadOnlyList<Workspace.Rows> All, IReadOnlyList<WorkspaceBlock> Blocks)
{
    /// <param name="Steps">How many rows.</param>
    /// <param name="Name">C#'s name of them.</param>
    /// <param name="Type">C#'s name of an element.</param>
    /// <param name="Width">Elements of a row.</param>
    /// <param name="From">The layer that makes them, −1 for the input.</param>
    /// <param name="Until">The last layer that reads them; the number of layers for outputs.</param>
    public sealed record Rows(StepCount Steps, string Name, string Type, int Width, int From, int Until)
    {
        public int RowBytes => Width * StateLayout.Size(Type);
    }

    public static Workspace Of(ModelArtifact model)
    {
        bool isFloat = model.Scheme == Scheme.Float32;
        List<Rows> rows = [.. model.Program.Buffers.Select(slot => new Rows(
            slot.Rows, slot.Name, StateLayout.TypeName(slot.Element), slot.Width, Made(slot.Layer),
            LastReader(slot.Layer, units: slot.Part is "x" or "q")))];
        return new(rows, WorkspaceBlock.Share(rows, model.Window ?? TypicalSamples));

        // A cell state is written beside its layer's steps.
        int Made(int k) => k >= 0 && model.Layers[k] is ArtifactCellState state ? state.Source : k;

        // In the float scheme the floats are the units. What one form is made of the other is made at once.
        int LastReader(int k, bool units)
        {
            if (model.Heads.Contains(k) && (isFloat || !units))
                return model.Layers.Count;
            int last = k;
            for (int reader = k + 1; reader < model.Layers.Count; reader++)
                if (model.Layers[reader].Sources.Contains(k) && (isFloat || (units ? model.Plan.TakesUnits(reader) : model.Plan.TakesFloats(reader))))
                    last = reader;
            return last;
        }
    }

    /// <summary>Samples that blocks are shared for where the model's window is free: any number gives a right workspace, this one a small one.</summary>
    const int TypicalSamples = 64;

    /// <summary>Bytes for a window of <paramref name="samples"/>.</summary>
    public long Bytes(int samples) => Blocks.Sum(block => block.Bytes(samples));

    /// <summary>The same in C#, of an int called <c>samples</c>.</summary>
    public string Expression => string.Join(" + ", Blocks.Where(block => block.Steps is not null).GroupBy(block => block.Steps!.Value.Expression)
        .Select(group => WorkspaceBlock.Times(group.First().Steps!.Value, group.Sum(block => block.RowBytes)))
        .Concat(Blocks.Where(block => block.Steps is null).Select(block => block.Expression)));
}
