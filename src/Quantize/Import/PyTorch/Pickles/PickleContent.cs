namespace EdgeLstm.Quantize.Import.PyTorch.Pickles;

/// <summary>What one pickle says.</summary>
/// <param name="Root">
/// null, bool, long, double, string, byte[], object?[] for a tuple, List&lt;object?&gt;, <see cref="PickleDict"/>, <see
/// cref="PickleName"/>,
/// <see cref="PickleInstance"/>, <see cref="StorageName"/> or <see cref="TensorView"/>, and whatever these contain.
/// </param>
/// <param name="Foreign">The names in it that a file of weights has no need of, in their order.</param>
/// <param name="Storages">Every storage that is named, the first of each key.</param>
/// <param name="End">The byte behind it.</param>
sealed record PickleContent(
    object? Root, IReadOnlyList<PickleName> Foreign, IReadOnlyDictionary<string, StorageName> Storages, int End);
