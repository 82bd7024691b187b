using EdgeLstm.Generator.Model.Errors;

namespace EdgeLstm.Quantize.Import.PyTorch.Files;

/// <summary>A tensor in a file whose place was checked: nothing of it lies outside of its storage.</summary>
sealed class StoredTensor
{
    /// <summary>Axes that any module here has, and one more to say that it has too many.</summary>
    const int MaxRank = 8;

    readonly NumberType _type;
    readonly ReadOnlyMemory<byte> _storage;
    readonly long _offset;
    readonly long[] _strides;

    StoredTensor(string name, NumberType type, ReadOnlyMemory<byte> storage, long offset, int[] sizes, long[] strides) =>
        (Name, _type, _storage, _offset, Sizes, _strides) = (name, type, storage, offset, sizes, strides);

    public string Name { get; }

    public IReadOnlyList<int> Sizes { get; }

    public int Count => Sizes.Aggregate(1, (product, size) => product * size);

    /// <summary>Bytes of its numbers, each counted once.</summary>
    public long Bytes => (long)Count * _type.Width;

    public string Shape => $"[{string.Join(", ", Sizes)}]";

    /// <param name="offset">In elements.</param>
    /// <param name="strides">Likewise; null where the elements stand one behind the other.</param>
    /// <exception cref="ModelException">ELSTM114: it would lie outside of its storage, or repeat numbers without end.</exception>
    public static StoredTensor Make(string name, NumberType type, ReadOnlyMemory<byte> storage, long offset, IReadOnlyList<long> sizes,
        long[]? strides, string file)
    {
        long available = storage.Length / type.Width, count = 1, last = offset;
        if (sizes.Count > MaxRank || offset < 0 || offset > available)
            throw Outside();
        foreach (long size in sizes)
        {
            // No dimension and no product is ever larger than what is there: neither can overflow.
            if (size < 0 || size > available || (count *= size) > available)
                throw Outside();
        }

        strides ??= Contiguous(sizes);
        for (int axis = 0; axis < sizes.Count && count > 0; axis++)
        {
            if (strides[axis] < 0 || strides[axis] > available || (last += (sizes[axis] - 1) * strides[axis]) >= available)
                throw Outside();
        }

        return count > 0 && last >= available ? throw Outside()
            : new(name, type, storage, offset, [.. sizes.Select(size => (int)size)], strides);

        ModelException Outside() => new(ErrorCatalogue.NotPyTorch,
            $"sizes [{string.Join(", ", sizes.Take(MaxRank))}] at {offset} of a storage of {available} numbers",
            "a tensor inside of its storage", "copy the file again: it is damaged or cut short", file, name.Short());
    }

    /// <summary>Row-major.</summary>
    public float[] Values()
    {
        var values = new float[Count];
        var bytes = _storage.Span;
        var index = new int[Sizes.Count];
        long at = _offset;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _type.Read(bytes[(int)(at * _type.Width)..]);
            for (int axis = Sizes.Count - 1; axis >= 0; axis--)
            {
                at += _strides[axis];
                if (++index[axis] < Sizes[axis])
                    break;
                at -= _strides[axis] * Sizes[axis];
                index[axis] = 0;
            }
        }

        return values;
    }

    static long[] Contiguous(IReadOnlyList<long> sizes)
    {
        var strides = new long[sizes.Count];
        long stride = 1;
        for (int axis = sizes.Count - 1; axis >= 0; stride *= sizes[axis--])
            strides[axis] = stride;
        return strides;
    }
}
