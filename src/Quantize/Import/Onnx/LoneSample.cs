using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Values;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>
/// A graph that was made for one window, [1, T, F], and takes its samples for the batch: the recurrence has one step, from the initial
/// state, and of the batch's answers one is given out. That is what is read: the one sample of the window, and one step over it.
/// </summary>
static class LoneSample
{
    /// <summary>Whether an axis is the batch of a recurrence with one step, and the whole of it is the graph input's.</summary>
    public static bool IsOf(ImportContext context, ComputedValue computed, int axis) =>
        computed.Axes[axis] is [var part] && context.Roles is { Window: 1, Time: not null } roles && roles.IsBatch(part);

    public static string Note(ImportContext context) =>
        $"the recurrence runs over {context.DescribeAxis(context.Roles.Time)}, which has size 1, and the graph picks place "
        + $"{context.LoneRow} of {context.DescribeAxis(context.Roles.Batch)}: it answers for that one sample, from the initial state, and "
        + "the others of the window change nothing. It is read so; where a recurrence over them was meant, set batch_first=True "
        + "(PyTorch) or time_major=False (Keras) in the recurrent layer, train again and export";

    /// <summary>The layers behind the one sample, which is a window of one step to them.</summary>
    public static List<Layer> Behind(int row, int width, IReadOnlyList<Layer> layers)
    {
        bool first = row >= 0;
        var pick = new PickLayer { Name = "sample", Sources = [-1], Width = width, First = first, Away = first ? row : -1 - row };
        var repeat = new RepeatLayer { Name = "one step", Sources = [0], Width = width, Times = 1 };
        return [pick, repeat, .. layers.Select(layer => layer with { Sources = [.. layer.Sources.Select(Moved)] })];
    }

    /// <summary>Where a layer stands then.</summary>
    public static int Moved(int layer) => layer + 2;
}
