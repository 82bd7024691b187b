namespace EdgeLstm.Quantize.Import.PyTorch.Pickles;

/// <summary>A dictionary in the order in which it was filled. Keys that are no text, as optimizers have them, keep their place.</summary>
sealed class PickleDict
{
    readonly List<(object? Key, object? Value)> _entries = [];

    /// <summary>Made when it is needed: a damaged file may have many that are empty.</summary>
    Dictionary<string, int>? _places;

    public IReadOnlyList<(object? Key, object? Value)> Entries => _entries;

    /// <summary>Null where there is none, or where it is None.</summary>
    public object? this[string key] => _places is not null && _places.TryGetValue(key, out int at) ? _entries[at].Value : null;

    /// <summary>As in Python the value of a name that is there already is replaced, in its place.</summary>
    public void Set(object? key, object? value)
    {
        if (key is not string name)
        {
            _entries.Add((key, value));
            return;
        }

        _places ??= [];
        if (_places.TryGetValue(name, out int at))
            _entries[at] = (key, value);
        else
        {
            _places.Add(name, _entries.Count);
            _entries.Add((key, value));
        }
    }
}
