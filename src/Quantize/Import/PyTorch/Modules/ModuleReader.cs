using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.PyTorch.Files;

namespace EdgeLstm.Quantize.Import.PyTorch.Modules;

/// <summary>Makes modules of tensors, by their names and shapes. Every tensor is of a module, or the file is refused.</summary>
sealed class ModuleReader
{
    /// <summary>What wrappers put in front of all names: DataParallel, torch.compile.</summary>
    static readonly string[] Wrappers = ["module.", "_orig_mod."];

    /// <summary>Names in a message.</summary>
    const int Shown = 6;

    readonly string _file;

    ModuleReader(string file) => _file = file;

    /// <exception cref="ModelException">There is a tensor that no module here has, or one of another shape.</exception>
    public static IReadOnlyList<TorchModule> Read(TensorFile weights, string file) => new ModuleReader(file).Read(weights);

    List<TorchModule> Read(TensorFile weights)
    {
        if (weights.Tensors.Count == 0)
            throw new ModelException(ErrorCatalogue.UnsupportedStructure, "no tensors", "the weights of a model",
                "save them: torch.save(model.state_dict(), …)", _file);
        var names = Unwrapped([.. weights.Tensors.Select(tensor => tensor.Name)]);
        var order = new List<string>();
        var tensors = new Dictionary<string, Dictionary<string, StoredTensor>>();
        var unknown = new List<string>();
        for (int i = 0; i < names.Count; i++)
        {
            var name = TensorName.Of(names[i]);
            if (!name.IsKnown)
                unknown.Add(names[i].Short());
            if (!tensors.TryGetValue(name.Module, out var own))
            {
                tensors.Add(name.Module, own = []);
                order.Add(name.Module);
            }

            own[name.Parameter] = weights.Tensors[i];
        }

        // Some transformers are made of linear modules alone, whose names say what they are for.
        var attention = names.Where(name => Array.Exists(Attention, part => name.Contains(part, StringComparison.Ordinal)));
        if (unknown.Count > 0 || attention.Any())
            throw Unknown([.. unknown, .. attention.Select(name => name.Short())], names.Count);
        return [.. order.Select(module => Module(module, tensors[module]))];
    }

    /// <summary>Parts of names by which attention between steps is told: of MultiheadAttention, and of the usual transformers.</summary>
    static readonly string[] Attention =
        ["in_proj_", "q_proj", "query.", "self_attn", "self_attention", ".attn.", "attention.self", "c_attn"];

    ModelException Unknown(List<string> names, int all) =>
        names.Find(name => Array.Exists(Attention, part => name.Contains(part, StringComparison.Ordinal))) is { } attention
        ? new(ErrorCatalogue.UnsupportedStructure, $"attention between steps, as transformers have it: '{attention}'",
            "LSTM, GRU, RNN, Linear, Conv1d, LayerNorm and BatchNorm1d",
            "EdgeLstm has no such layer, in an ONNX file neither: train a recurrent model, or use another runtime for this one", _file)
        : new(ErrorCatalogue.UnsupportedStructure,
        $"{names.Count} of {all} tensors that no module read here has: "
        + $"{string.Join(", ", names.Take(Shown))}{(names.Count > Shown ? ", …" : "")}",
        "LSTM, GRU, RNN, Linear, Conv1d, LayerNorm and BatchNorm1d",
        names.Exists(name => name.EndsWith("_g", StringComparison.Ordinal) || name.Contains("parametrizations.", StringComparison.Ordinal))
            ? "save the model after remove_weight_norm, or remove_parametrizations" : new ExportAdvice(_file).Text, _file);

    TorchModule Module(string name, Dictionary<string, StoredTensor> tensors)
    {
        if (tensors.Keys.Any(parameter => new TensorName(name, parameter).IsRecurrent))
            return RecurrentShapes.Module(name, tensors, _file);
        tensors.TryGetValue("weight", out var weight);
        tensors.TryGetValue("bias", out var bias);
        bool isBatchNorm = tensors.TryGetValue("running_mean", out var mean);
        int rank = (weight ?? mean)?.Sizes.Count ?? 1;
        var kind = isBatchNorm ? ModuleKind.BatchNorm : rank switch
        {
            2 => ModuleKind.Dense,
            3 => ModuleKind.Conv,
            _ =>
            ModuleKind.LayerNorm
        };
        if (isBatchNorm ? rank != 1 || !tensors.ContainsKey("running_var") || weight is null != bias is null
            : weight is null || rank is 0 or > 3 || rank == 1 && bias is null || tensors.Count > (bias is null ? 1 : 2))
            throw new ModelException(ErrorCatalogue.UnsupportedStructure,
                $"{string.Join(", ", tensors.Select(tensor => $"{tensor.Key} {tensor.Value.Shape}").Take(Shown))}",
                "the tensors of Linear, Conv1d, LayerNorm over the features or BatchNorm1d", new ExportAdvice(_file).Text, _file,
                name.Short());
        int outputs = (weight ?? mean)!.Sizes[0], inputs = rank == 1 ? outputs : weight!.Sizes[1];
        if (outputs == 0 || inputs == 0 || rank == 3 && weight!.Sizes[2] == 0)
            throw Shape(name, "weight", weight ?? mean!, "at least one number");
        foreach (var (parameter, tensor) in tensors)
            if (parameter is not ("weight" or "num_batches_tracked") && !tensor.Sizes.SequenceEqual([outputs]))
                throw Shape(name, parameter, tensor, $"[{outputs}]");
        return new(name.Length > 0 ? name : kind.ToString().ToLowerInvariant(), kind, tensors, inputs, outputs);
    }

    ModelException Shape(string module, string parameter, StoredTensor tensor, string expected) =>
        new(ErrorCatalogue.BadShape, $"{parameter} of shape {tensor.Shape}", expected,
            "the file contradicts itself: save the weights again", _file, module.Short());

    /// <summary>Names without what stands in front of all of them and says nothing: <c>module.</c>, or the one attribute that has the
    /// network.</summary>
    static IReadOnlyList<string> Unwrapped(IReadOnlyList<string> names)
    {
        for (bool again = true; again;)
        {
            again = false;
            foreach (string wrapper in Wrappers)
                if (names.All(name => name.Length > wrapper.Length && name.StartsWith(wrapper, StringComparison.Ordinal)))
                    (names, again) = ([.. names.Select(name => name[wrapper.Length..])], true);
        }

        int dot = names[0].IndexOf('.');
        string first = dot < 0 ? "" : names[0][..(dot + 1)];
        return first.Length > 0 && names.All(name => name.StartsWith(first, StringComparison.Ordinal) && IsName(name[first.Length..]))
            ? [.. names.Select(name => name[first.Length..])] : names;

        // Modules of a Sequential have numbers for names: those need the word in front.
        static bool IsName(string rest) => rest.Contains('.') && !char.IsAsciiDigit(rest[0]);
    }
}
