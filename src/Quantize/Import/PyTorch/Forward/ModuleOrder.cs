using System.Globalization;
using EdgeLstm.Quantize.Import.PyTorch.Modules;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>Orders in which modules fit one behind the other by their sizes.</summary>
sealed class ModuleOrder
{
    /// <summary>Modules that are tried in a place, all together: enough for every order of eight.</summary>
    const int MaxTried = 100_000;

    readonly TorchModule[] _modules;
    readonly TorchModule[] _chain;
    readonly bool[] _used;
    int _tried, _found;

    public ModuleOrder(IReadOnlyList<TorchModule> modules)
    {
        // Convolutions come first and linear modules last, as they mostly do; names break the tie, and numbers in them.
        _modules = [.. modules.OrderBy(Rank).ThenBy(module =>
            module.Name, StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering))];
        _chain = new TorchModule[_modules.Length];
        _used = new bool[_modules.Length];
        Extend(0);
    }

    /// <summary>The likeliest; null where none fits.</summary>
    public TorchModule[]? First { get; private set; }

    /// <summary>Whether no other fits.</summary>
    public bool IsOnly => _found == 1 && _tried < MaxTried;

    static int Rank(TorchModule module) => module.Kind == ModuleKind.Conv ? 0 : module.IsRecurrent ? 1 : module.IsNorm ? 2 : 3;

    void Extend(int length)
    {
        if (length == _modules.Length)
        {
            First ??= [.. _chain];
            _found++;
            return;
        }

        for (int i = 0; i < _modules.Length && _found < 2; i++)
        {
            if (_used[i] || ++_tried > MaxTried || !_modules[i].Follows(length == 0 ? null : _chain[length - 1].Outputs))
                continue;
            (_used[i], _chain[length]) = (true, _modules[i]);
            Extend(length + 1);
            _used[i] = false;
        }
    }
}
