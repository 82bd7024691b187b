namespace EdgeLstm.Quantize.Reference.OnnxRuntime;

/// <summary>Which axis of a graph's input is time and which is features, −1 where it has none; all others are of one window.</summary>
/// <param name="Declared">The graph's own sizes, −1 where they are free.</param>
sealed record InputLayout(IReadOnlyList<long> Declared, int Time, int Feature)
{
    /// <summary>Every one that the sizes allow, the usual ones first.</summary>
    public static IEnumerable<InputLayout> Of(IReadOnlyList<long> declared, int features)
    {
        for (int feature = declared.Count - 1; feature >= (features == 1 ? -1 : 0); feature--)
            for (int time = declared.Count - 1; time >= -1; time--)
            {
                var layout = new InputLayout(declared, time, feature);
                if ((time != feature || time < 0) && (feature < 0 || declared[feature] < 1 || declared[feature] == features)
                    && layout.Others.Count(axis => declared[axis] > 1) <= 1)
                    yield return layout;
            }
    }

    /// <summary>Windows that one call takes: a graph may have been traced with several.</summary>
    public long Batch => Others.Aggregate(1L, (product, axis) => product * Math.Max(1, Declared[axis]));

    IEnumerable<int> Others => Enumerable.Range(0, Declared.Count).Where(axis => axis != Time && axis != Feature);

    /// <summary>Samples that one call takes: of what the graph declares, or all.</summary>
    public int Piece(int steps) => Time < 0 ? 1 : Declared[Time] > 0 ? (int)Declared[Time] : steps;

    public long[] Shape(int steps, int features) =>
        [.. Declared.Select((size, axis) => axis == Time ? steps : axis == Feature ? features : Math.Max(1, size))];

    /// <summary>Samples [T, F] in the graph's order, and the same for every window that it takes.</summary>
    public float[] Ordered(ReadOnlySpan<float> window, int features)
    {
        int steps = window.Length / features;
        long[] shape = Shape(steps, features);
        var values = new float[window.Length * Batch];
        for (int i = 0; i < values.Length; i++)
        {
            long rest = i, t = 0, f = 0;
            for (int axis = shape.Length - 1; axis >= 0; rest /= shape[axis--])
            {
                t = axis == Time ? rest % shape[axis] : t;
                f = axis == Feature ? rest % shape[axis] : f;
            }

            values[i] = window[(int)(t * features + f)];
        }

        return values;
    }

    /// <summary>As a shape: <c>[1,30,6]</c>.</summary>
    public string Text(int steps, int features) => $"[{string.Join(",", Shape(steps, features))}]";
}
