namespace EdgeLstm.Quantize.Import.PyTorch.Pickles;

/// <summary>The operations that fill, name and, in Python, call.</summary>
sealed partial class PickleReader
{
    void Extend(object?[] values)
    {
        // A deque is filled like a list; what is in it is of no use here.
        object? target = Peek();
        if (target is List<object?> list)
            list.AddRange(values);
        else if (target is not PickleInstance)
            throw Damaged("a value that cannot be appended to");
    }

    void Fill(object?[] pairs)
    {
        object? target = Peek();
        if (pairs.Length % 2 != 0 || target is not (PickleDict or PickleInstance))
            throw Damaged("a value that takes no entries");
        // Classes that are dictionaries, as trainers' settings are, take entries, too; they are no weights.
        for (int i = 0; i < pairs.Length && target is PickleDict dict; i += 2)
            dict.Set(pairs[i], pairs[i + 1]);
    }

    object? Peek()
    {
        object? top = Pop();
        _stack.Add(top);
        return top;
    }

    void Name(string module, string name)
    {
        var named = new PickleName(module, name, _at);
        if (!PickleNames.Allows(named))
            _foreign.Add(named);
        _stack.Add(named);
    }

    /// <summary>What Python would call: kept, and understood where it makes a dictionary or a tensor.</summary>
    void Make()
    {
        if (Last(2) is not [PickleName type, object?[] arguments])
            throw Damaged("a call of what is no name");
        _stack.Add(PickleNames.IsDictionary(type) ? Dictionary(arguments)
            : type.Is(PickleNames.Utils, PickleNames.Parameter) && arguments is [TensorView tensor, ..] ? tensor
            : type.Is(PickleNames.Utils, PickleNames.Tensor) || type.Is(PickleNames.Utils, PickleNames.OlderTensor) ? Tensor(arguments)
            : new PickleInstance(type, arguments));
    }

    /// <summary>Filled from a list of pairs, as Python 2 wrote it, or empty: entries follow.</summary>
    PickleDict Dictionary(object?[] arguments)
    {
        var dict = new PickleDict();
        if (arguments is [List<object?> pairs])
            foreach (object? pair in pairs)
                if (pair is object?[] and [var tupleKey, var tupleValue])
                    dict.Set(tupleKey, tupleValue);
                else if (pair is List<object?> and [var key, var value])
                    dict.Set(key, value);
                else
                    throw Damaged("a dictionary of what are no pairs");
        return dict;
    }

    TensorView Tensor(object?[] arguments) =>
        arguments is [StorageName storage, long offset, object?[] sizes, object?[] strides, ..] && sizes.All(size => size is long)
            && strides.Length == sizes.Length && strides.All(stride => stride is long)
        ? new(storage, offset, [.. sizes.Cast<long>()], [.. strides.Cast<long>()])
        : throw Damaged("a tensor without storage, sizes and strides");

    /// <summary>
    /// What a pickle has outside of itself: storages; and, up to PyTorch 1.5, classes with their source, of which the name is kept.
    /// </summary>
    object? Persistent(object? id)
    {
        if (id is object?[] and ["module", PickleName type, ..])
            return type;
        if (id is not object?[] { Length: >= 5 } parts || parts is not ["storage", PickleName kind, var key, _, long count, ..]
            || !PickleNames.IsStorage(kind)
            || count < 0 || parts.Length > 5 && parts[5] is not null)
            throw Damaged("a reference to what is no storage");
        string name = key as string ?? (key is long number ? $"{number}" : throw Damaged("a storage without a name"));
        var storage = new StorageName(kind.Name, name, count);
        return _storages.TryAdd(name, storage) || _storages[name] == storage ? storage
            : throw Damaged($"storage '{name.Short()}' in two sizes or types");
    }

    /// <summary>Attributes. Those of a dictionary or a tensor are PyTorch's notes on versions, and say nothing of the values.</summary>
    void Build(object? state)
    {
        if (Peek() is PickleInstance instance)
            instance.State = state;
        else if (Peek() is not (PickleDict or TensorView))
            throw Damaged("attributes of what has none");
    }
}
