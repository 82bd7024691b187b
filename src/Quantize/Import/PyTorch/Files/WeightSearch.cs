using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.PyTorch.Modules;
using EdgeLstm.Quantize.Import.PyTorch.Pickles;

namespace EdgeLstm.Quantize.Import.PyTorch.Files;

/// <summary>Finds the weights in what was pickled: a state dictionary, or a checkpoint that holds one among other things.</summary>
static class WeightSearch
{
    /// <summary>Dictionaries within each other that are looked into.</summary>
    const int MaxDepth = 4;

    /// <summary>Dictionaries that are looked at.</summary>
    const int MaxVisited = 1000;

    /// <summary>What people call a network's weights, the usual word first: of several dictionaries with weights one of these is
    /// taken.</summary>
    static readonly string[] Usual =
        ["model_state_dict", "state_dict", "model_state", "model", "net", "network", "weights", "params", "module", "best_model",
            "best_state"];

    sealed record Found(string Name, PickleDict Weights);

    /// <exception cref="ModelException">There are no weights, or several models' weights, or names of code.</exception>
    public static TensorFile Read(PickledFile pickled)
    {
        if (pickled.IsScript || pickled.Content.Foreign.Count > 0)
            throw ForeignCode.Refusal(pickled);
        var found = new List<Found>();
        var visited = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Visit(pickled.Content.Root, "", 0);
        if (found.Count == 0)
            throw new ModelException(ErrorCatalogue.UnsupportedStructure,
                $"{Describe(pickled.Content.Root)} without the weights of a model", "a state dictionary, alone or in a checkpoint",
                "save the weights: torch.save(model.state_dict(), …)", pickled.File);
        var taken = found.Count == 1 ? found[0] : Usual.Select(name =>
            found.FirstOrDefault(each => each.Name == name)).FirstOrDefault(each => each is not null)
            ?? throw new ModelException(ErrorCatalogue.UnsupportedStructure,
            $"the weights of {found.Count} models: {string.Join(", ", found.Take(6).Select(each => each.Name.Short()))}",
                "one model", "save one model's weights, or a module that has all of them", pickled.File);
        return new([.. Tensors(taken.Weights, pickled)], IsOrdered: true, Beside(pickled.Content.Root, taken));

        void Visit(object? value, string name, int depth)
        {
            if (value is not PickleDict dict || depth > MaxDepth || visited.Count >= MaxVisited || !visited.Add(dict))
                return;
            if (dict.Entries.Any(entry => entry is (string key, TensorView view) && IsWeight(TensorName.Of(key), view)))
            {
                found.Add(new(name, dict));
                return;
            }

            foreach (var (key, inner) in dict.Entries)
                if (key is string word && !word.StartsWith("optim", StringComparison.Ordinal))
                    Visit(inner, word, depth + 1);
        }
    }

    /// <summary>A loss may have a 'weight' too, a vector: that of a module stands behind its name, or is a matrix.</summary>
    static bool IsWeight(TensorName name, TensorView view) => name.IsKnown
        && (name.Module.Length > 0 || name.IsRecurrent || name.Parameter == "weight" && view.Sizes.Length > 1);

    static IEnumerable<StoredTensor> Tensors(PickleDict weights, PickledFile pickled)
    {
        long total = 0, most = pickled.Content.End + pickled.Storages.Values.Sum(storage => (long)storage.Length);
        foreach (var (key, value) in weights.Entries)
        {
            if (key is not string name || value is not TensorView view)
                continue;
            var tensor = pickled.Tensor(name, view);
            // Tensors may share numbers, which are then read for each of them.
            if ((total += tensor.Count) > most)
                throw new ModelException(ErrorCatalogue.ModelTooLarge, $"tensors of more numbers than the file has bytes, {most}",
                    "tensors that share little",
                    "save the weights again: torch.save(model.state_dict(), …)", pickled.File, name.Short());
            yield return tensor;
        }
    }

    static string[] Beside(object? root, Found taken)
    {
        var others = taken.Weights.Entries.Where(entry => entry.Value is not TensorView);
        var around = root is PickleDict dict && dict != taken.Weights ? dict.Entries.Where(entry => entry.Value != taken.Weights) : [];
        return [.. around.Concat(others).Select(entry => entry.Key as string).OfType<string>()];
    }

    static string Describe(object? root) => root switch
    {
        PickleDict { Entries: [(string first, _), ..] } => $"a dictionary that begins with '{first.Short()}',",
        PickleDict => "a dictionary",
        TensorView => "a tensor",
        List<object?> => "a list",
        _ => "a value",
    };
}
