namespace EdgeLstm.Quantize.Evaluation;

/// <summary>One gate of one layer over the data: a histogram of its values, and how its units stood at each step of one window.</summary>
sealed class GateView(string layer, string gate)
{
    public const int Bins = 50;

    /// <summary>A gate below or above is called closed or open; the paper's figure 2 has the same edges.</summary>
    const float Closed = 0.1f, Open = 0.9f;

    long _closed, _open, _count;
    double _sum;

    public string Layer => layer;

    public string Gate => gate;

    /// <summary>Values in equal parts of 0 … 1.</summary>
    public long[] Histogram { get; } = new long[Bins];

    /// <summary>At each step of the window drawn: mean over the units, and the values that a tenth of them are below and above.</summary>
    public List<(float Mean, float Low, float High)> Trace { get; } = [];

    public double ClosedShare => (double)_closed / _count;

    public double OpenShare => (double)_open / _count;

    public double Mean => _sum / _count;

    public void Add(ReadOnlySpan<float> values, bool isDrawn)
    {
        foreach (float value in values)
        {
            Histogram[Math.Clamp((int)(value * Bins), 0, Bins - 1)]++;
            _count++;
            _sum += value;
            if (value < Closed)
                _closed++;
            else if (value > Open)
                _open++;
        }

        if (!isDrawn)
            return;
        float[] sorted = values.ToArray();
        Array.Sort(sorted);
        Trace.Add((sorted.Average(), sorted[sorted.Length / 10], sorted[sorted.Length - 1 - sorted.Length / 10]));
    }
}
