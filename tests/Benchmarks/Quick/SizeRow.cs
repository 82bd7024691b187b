using EdgeLstm.Benchmarks.Models;

namespace EdgeLstm.Benchmarks.Quick;

/// <summary>One size's times, a series each in the order of <see cref="SeriesNames.All"/>; null where it was not measured.</summary>
sealed record SizeRow(Size Size, IReadOnlyList<Timing?> Times)
{
    public Timing? this[Series series] => Times[(int)series];
}
