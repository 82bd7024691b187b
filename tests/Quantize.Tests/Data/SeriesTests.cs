using EdgeLstm.Quantize.Data;
using EdgeLstm.Quantize.Search;

namespace EdgeLstm.Quantize.Tests.Data;

public class SeriesTests
{
    /// <summary>Two machines of 5 and 3 samples: 0 … 4 and 5 … 7.</summary>
    static readonly Dataset Table = new(2, 5, 1, [0, 1, 2, 3, 4, 5, 6, 7]) { Starts = [0, 5], Lengths = [5, 3], Series = [new("a", 0, 5), new("b", 5, 3)] };

    [Fact]
    public void Windows_slide_over_each_series_and_none_lies_across_two()
    {
        var windows = Table.Sliding(3);
        Assert.Equal([[0, 1, 2], [1, 2, 3], [2, 3, 4], [5, 6, 7]], Windows(windows));
        Assert.Same(Table.Values, windows.Values);
        Assert.Equal([[0, 1], [3, 4], [5, 6]], Windows(Table.Sliding(2, stride: 3)));
        Assert.Equal([[0, 1, 2, 3, 4]], Windows(Table.Sliding(5)));
        Assert.Equal(0, Table.Sliding(6).Windows);
    }

    [Fact]
    public void Series_of_different_lengths_are_streams_and_windows_know_their_series()
    {
        Assert.Equal([[0, 1, 2, 3, 4], [5, 6, 7]], Windows(Table.Sliding(3).Streams()));
        Assert.Equal(8, Table.Samples);
        Assert.Equal(12, Table.Sliding(3).Samples);
        Assert.Equal([new SeriesRange("", 0, 4)], new Dataset(1, 4, 1, new float[4]).Series);
        Assert.Empty(new Dataset(2, 4, 1, new float[8]).Series);
    }

    [Fact]
    public void Chosen_windows_keep_the_part_of_their_series_that_they_cover()
    {
        var some = Table.Sliding(3).Slice(1, 3);
        Assert.Equal([[1, 2, 3], [2, 3, 4], [5, 6, 7]], Windows(some));
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7]], Windows(some.Streams()));
        Assert.Equal([[5, 6, 7]], Windows(Table.Slice(1, 1)));
    }

    [Fact]
    public void The_end_of_sliding_windows_is_seen_by_none_of_those_before_it()
    {
        var series = new Dataset(1, 20, 1, [.. Enumerable.Range(0, 20).Select(i => (float)i)]).Sliding(4);
        var (first, last) = Split.Of(series, streams: false)!.Value;
        Assert.Equal(3, last.Windows);
        Assert.Equal(Windows(last)[0][0] - 1, Windows(first)[^1][^1]);
    }

    [Fact]
    public void Files_of_one_series_stand_side_by_side_as_they_were_cut()
    {
        var joined = Dataset.Join([Table, Table with { Values = [10, 11, 12, 13, 14, 15, 16, 17] }]);
        Assert.Equal([[0, 10, 1, 11, 2, 12, 3, 13, 4, 14], [5, 15, 6, 16, 7, 17]], Windows(joined));
        Assert.Equal(Table.Series, joined.Series);
    }

    static float[][] Windows(Dataset data) => [.. Enumerable.Range(0, data.Windows).Select(n => data.Window(n).ToArray())];
}
