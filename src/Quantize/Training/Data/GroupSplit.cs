namespace EdgeLstm.Quantize.Training.Data;

/// <summary>
/// Which groups are held out to choose by. Groups with the same classes are a kind: a share of each kind is held out, of every kind that
/// has two groups one at least as far as that goes, and never all of it, so that
/// what is chosen by has been learned.
/// </summary>
static class GroupSplit
{
    /// <summary>Indices out of <paramref name="order"/>, which says who goes first; null where no kind has a group to spare.</summary>
    public static IReadOnlySet<int>? Of(IReadOnlyList<string> kinds, double share, int[] order)
    {
        int count = Math.Clamp((int)Math.Round(share * order.Length), 1, order.Length - 1);
        int[][] groups = [.. order.GroupBy(group => kinds[group]).OrderByDescending(kind => kind.Count()).ThenBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => kind.ToArray())];
        var held = new int[groups.Length];
        for (; count > 0; count--)
        {
            // The kind that is furthest behind its share; one that has none yet before all others.
            int next = Enumerable.Range(0, groups.Length).Where(k => held[k] < groups[k].Length - 1).OrderBy(k => held[k] > 0).ThenByDescending(k => share * groups[k].Length - held[k]).FirstOrDefault(-1);
            if (next < 0)
                break;
            held[next]++;
        }

        return held.All(each => each == 0) ? null : groups.SelectMany((kind, k) => kind.Take(held[k])).ToHashSet();
    }
}
