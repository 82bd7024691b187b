namespace EdgeLstm.Quantize.Data;

/// <summary>
/// Rows of numbers as they come, in one array. Memory for as many as there may be is taken at once, since an array that grows is held
/// twice; the system gives a page only when it is written.
/// </summary>
/// <param name="width">Numbers in a row.</param>
sealed class SampleStore<T>(int width)
    where T : unmanaged
{
    T[] _values = [];

    public int Rows { get; private set; }

    /// <summary>So many rows more may come.</summary>
    public void Expect(long rows) => Grow(Math.Min(Array.MaxLength, (Rows + rows) * width));

    /// <summary>The next row, to be written.</summary>
    public Span<T> Add()
    {
        int at = Rows * width;
        if (at > _values.Length - width)
        {
            if (at > Array.MaxLength - width)
                throw DatasetShape.Wrong($"of more than {Array.MaxLength} values", $"at most {Array.MaxLength}", "split the file");
            Grow(Math.Min(Array.MaxLength, Math.Max(at + width, _values.Length + (long)_values.Length / 2)));
        }

        Rows++;
        return _values.AsSpan(at, width);
    }

    public Span<T> Row(int row) => _values.AsSpan(row * width, width);

    /// <summary>Puts the rows into another order: <paramref name="order"/> says which row comes where.</summary>
    public void Reorder(int[] order)
    {
        var done = new System.Collections.BitArray(order.Length);
        var first = new T[width];
        for (int start = 0; start < order.Length; start++)
        {
            if (done[start])
                continue;
            // Round one cycle: each place takes what belongs there, and the last one what stood in the first.
            Row(start).CopyTo(first);
            int to = start;
            for (; order[to] != start; to = order[to])
            {
                Row(order[to]).CopyTo(Row(to));
                done[to] = true;
            }

            first.CopyTo(Row(to));
            done[to] = true;
        }
    }

    /// <summary>[rows, width]: the array itself, where it is full.</summary>
    public T[] ToArray()
    {
        Array.Resize(ref _values, Rows * width);
        return _values;
    }

    void Grow(long size)
    {
        if (size <= _values.Length)
            return;
        // Not cleared: that would write every page.
        var grown = GC.AllocateUninitializedArray<T>((int)size);
        _values.AsSpan(0, Rows * width).CopyTo(grown);
        _values = grown;
    }
}
