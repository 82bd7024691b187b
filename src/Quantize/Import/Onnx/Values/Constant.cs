namespace EdgeLstm.Quantize.Import.Onnx.Values;

/// <summary>
/// A tensor known before any data: weights, indices, and shapes. Doubles hold every element type that is computed with exactly (int64
/// beyond 2^53 only ever means "to the end"). <paramref name="Symbols"/>, where not null, marks elements that are a free size
/// (<see cref="Dim.Axis"/>). Along a free dimension the rows are equal and one is stored.
/// </summary>
sealed record Constant(ElementType Type, Dim[] Dims, double[] Values, int[]? Symbols = null) : Value
{
    public int Rank => Dims.Length;

    public Dim Entry(int index) => Symbols is null || Symbols[index] == Dim.Static ? new((long)Values[index]) : new(-1, Symbols[index]);

    public Dim[] Entries() => [.. Enumerable.Range(0, Values.Length).Select(Entry)];

    /// <summary>The elements map[0], map[1], … under new dimensions.</summary>
    public Constant Pick(Dim[] dims, int[] map)
    {
        var values = new double[map.Length];
        var symbols = Symbols is null ? null : new int[map.Length];
        for (int i = 0; i < map.Length; i++)
        {
            values[i] = Values[map[i]];
            if (symbols is not null)
                symbols[i] = Symbols![map[i]];
        }
        return this with { Dims = dims, Values = values, Symbols = symbols };
    }

    /// <summary>
    /// Walks <paramref name="dims"/> in row-major order with a stride per axis into this tensor: a transposition, or with stride 0 a broadcast.
    /// </summary>
    public Constant Strided(Dim[] dims, int[] strides)
    {
        var map = new int[StoredCount(dims)];
        var index = new int[dims.Length];
        for (int i = 0, at = 0; i < map.Length; i++)
        {
            map[i] = at;
            for (int axis = dims.Length - 1; axis >= 0; axis--)
            {
                at += strides[axis];
                if (++index[axis] < dims[axis].Stored)
                    break;
                at -= strides[axis] * index[axis];
                index[axis] = 0;
            }
        }
        return Pick(dims, map);
    }

    /// <summary>Row-major strides of the stored elements.</summary>
    public int[] Strides()
    {
        var strides = new int[Rank];
        for (int axis = Rank - 1, stride = 1; axis >= 0; stride *= Dims[axis].Stored, axis--)
            strides[axis] = stride;
        return strides;
    }

    /// <summary>Elements stored under these dimensions; long.MaxValue where the product overflows.</summary>
    public static long StoredCount(ReadOnlySpan<Dim> dims)
    {
        Int128 count = 1;
        foreach (var dim in dims)
        {
            count *= dim.IsStatic ? dim.Size : 1;
            if (count > long.MaxValue)
                return long.MaxValue;
        }
        return (long)count;
    }

    public static Dim[] Static(params ReadOnlySpan<long> sizes)
    {
        var dims = new Dim[sizes.Length];
        for (int i = 0; i < dims.Length; i++)
            dims[i] = new(sizes[i]);
        return dims;
    }

    public static Constant Integers(IEnumerable<Dim> entries)
    {
        var all = entries.ToArray();
        bool symbolic = all.Any(entry => !entry.IsStatic);
        return new(ElementType.Int64, Static(all.Length), [.. all.Select(entry => (double)entry.Size)],
            symbolic ? [.. all.Select(entry => entry.Axis)] : null);
    }
}
