using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Passes;

/// <summary>
/// The calibration data as a stream meets them: with the state carried on, over each series from its first row to its last. Of windows of
/// which nothing more is known
/// the only guess is their own order, as one stream; and where they are few and short, over and over, since a machine runs for longer.
/// </summary>
sealed class CarriedRows
{
    // Enough for a state to settle where it settles at all; and what a large table is cut off at.
    const int MinSteps = 2048, MaxSteps = 200_000;

    readonly Dataset _data;

    CarriedRows(Dataset data) => _data = data;

    /// <summary>Whether the data say which rows follow each other; else the order of the windows is a guess.</summary>
    public bool AreSeries => _data.Series.Count > 0;

    /// <summary>Null where the network takes whole windows only, or its windows have initial states of their own.</summary>
    public static CarriedRows? Of(bool canStream, Dataset data) =>
        canStream && data.States.Count == 0 && data.Windows > 0 ? new(data) : null;

    /// <summary>Whether every window is a series already: run from reset, they are the streams.</summary>
    public bool AreWindows => _data.Series.Count == _data.Windows
        && Enumerable.Range(0, _data.Windows).All(n => (_data.First(n), _data.Length(n)) == (_data.Series[n].First, _data.Series[n].Rows));

    /// <summary>
    /// Rows of the data in the stream's order, the first one of each stream marked; <paramref name="repeats"/>: until there are enough
    /// for a state to settle.
    /// </summary>
    public IEnumerable<(int Row, bool Begins)> Rows(bool repeats, int most = MaxSteps)
    {
        if (AreSeries)
            return Series().Take(most);
        int passes = repeats ? (int)Math.Max(1, (MinSteps + _data.Samples - 1) / _data.Samples) : 1;
        return Enumerable.Range(0, passes).SelectMany(_ => Windows()).Select((row, k) => (row, k == 0)).Take(most);
    }

    /// <summary>One sample, [Features].</summary>
    public Span<float> Sample(int row, float[] buffer)
    {
        _data.Values.AsSpan(row * _data.Features, _data.Features).CopyTo(buffer);
        return buffer;
    }

    IEnumerable<(int, bool)> Series()
    {
        foreach (var series in _data.Series)
            for (int k = 0; k < series.Rows; k++)
                yield return (series.First + k, k == 0);
    }

    IEnumerable<int> Windows()
    {
        for (int n = 0; n < _data.Windows; n++)
            for (int t = 0; t < _data.Length(n); t++)
                yield return _data.First(n) + t;
    }
}
