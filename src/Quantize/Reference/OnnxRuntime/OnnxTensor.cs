namespace EdgeLstm.Quantize.Reference.OnnxRuntime;

/// <summary>What a graph gave, or is given.</summary>
/// <param name="Values">Row-major.</param>
sealed record OnnxTensor(float[] Values, long[] Shape)
{
    /// <summary>The answers to the first of <paramref name="batch"/> windows that were all alike; null where no axis is of them.</summary>
    public OnnxTensor? OfOne(long batch)
    {
        if (batch == 1)
            return this;
        for (int axis = 0; axis < Shape.Length; axis++)
            if (Shape[axis] == batch && Alike(axis, (int)batch) is { } one)
                return one;
        return null;
    }

    /// <summary>The first along an axis, where the others are the same bits.</summary>
    OnnxTensor? Alike(int axis, int count)
    {
        int inner = (int)Shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size);
        var first = new float[Values.Length / count];
        for (int i = 0; i < Values.Length; i++)
        {
            int outer = i / inner / count, at = outer * inner + i % inner;
            if (i / inner % count == 0)
                first[at] = Values[i];
            else if (!Values[i].Equals(first[at]))
                return null;
        }

        return new(first, [.. Shape.Select((size, k) => k == axis ? 1 : size)]);
    }
}
