namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// Converts rows of values from one model's units to another's through what both graphs see:
/// y = (x − mean₁) / scale₁ · scale₂ + mean₂. Channels that agree are copied bit for bit.
/// </summary>
sealed class UnitMap(IReadOnlyList<Channel> from, IReadOnlyList<Channel> to)
{
    public float[] Apply(float[] values)
    {
        var same = from.Zip(to, (a, b) => a.Mean == b.Mean && a.Scale == b.Scale).ToArray();
        if (same.All(equal => equal))
            return values;
        var mapped = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int c = i % from.Count;
            mapped[i] = same[c] ? values[i] : (float)(((double)values[i] - from[c].Mean) / from[c].Scale * to[c].Scale + to[c].Mean);
        }

        return mapped;
    }
}
