using EdgeLstm.Generator.Model;

namespace EdgeLstm.Generator.Emit;

/// <summary>Memory of a workspace that rows have one after the other: as much as the most of them take.</summary>
sealed class WorkspaceBlock
{
    readonly List<Workspace.Rows> _rows = [];

    /// <summary>In the order in which they have it; no two at the same time.</summary>
    public IReadOnlyList<Workspace.Rows> Rows => _rows;

    /// <summary>The steps of all rows, or null where they differ.</summary>
    public StepCount? Steps => _rows.All(rows => rows.Steps.Expression == _rows[0].Steps.Expression) ? _rows[0].Steps : null;

    /// <summary>Bytes of the widest row.</summary>
    public int RowBytes => _rows.Max(rows => rows.RowBytes);

    /// <summary>Deals rows, in the order in which layers make them, to the free blocks that grow least by them, for a window of <paramref name="samples"/>.</summary>
    public static IReadOnlyList<WorkspaceBlock> Share(IReadOnlyList<Workspace.Rows> all, int samples)
    {
        var blocks = new List<WorkspaceBlock>();
        foreach (var rows in all.OrderBy(rows => rows.From))
        {
            long bytes = Size(rows, samples);
            // A layer reads its sources while it writes: what it reads is free only behind it.
            var block = blocks.Where(free => free._rows[free._rows.Count - 1].Until < rows.From)
                .OrderBy(free => Math.Max(0, bytes - free.Bytes(samples))).ThenBy(free => free.Bytes(samples)).FirstOrDefault();
            if (block is null)
                blocks.Add(block = new());
            block._rows.Add(rows);
        }

        return blocks;
    }

    public long Bytes(int samples) => _rows.Max(rows => Size(rows, samples));

    /// <summary>Bytes in C#, of an int called <c>samples</c>.</summary>
    public string Expression => _rows.GroupBy(rows => rows.Steps.Expression).Select(group => Times(group.First().Steps, group.Max(rows => rows.RowBytes)))
        .Aggregate((a, b) => $"global::System.Math.Max({a}, {b})");

    internal static string Times(StepCount steps, int bytes) =>
        steps.Fixed != 0 ? $"{(long)steps.Fixed * bytes}" : steps == StepCount.Samples ? $"{bytes} * samples" : $"{bytes} * ({steps.Expression})";

    static long Size(Workspace.Rows rows, int samples) => (long)rows.Steps.Of(samples) * rows.RowBytes;
}
