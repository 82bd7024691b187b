using System.Globalization;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.PyTorch.Modules;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>
/// What forward() most likely does, where the user does not say: modules one behind the other in the file's order, or, where that is the
/// alphabet's, in one that their sizes allow; the last step behind the last layer over time, or all of them where a linear module
/// reads as many; between an encoder and a decoder, by their names, the last step, repeated; ReLU behind linear and convolutional modules
/// but the last, unless the numbers of a Sequential leave no room for it.
/// </summary>
static class ForwardGuess
{
    /// <param name="isOrdered">Whether the modules stand in the order in which they were made.</param>
    /// <exception cref="ModelException">ELSTM116: no order fits.</exception>
    public static IReadOnlyList<ForwardStep> Of(IReadOnlyList<TorchModule> modules, bool isOrdered, string file, List<string> notes)
    {
        bool fits = isOrdered && Enumerable.Range(1, modules.Count - 1).All(
            i => modules[i].Follows(modules[i - 1].Outputs) || Flattens(modules, i));
        var order = fits ? null : new ModuleOrder(modules);
        // Out of the order in which they were made, modules that fit all the same are more likely branches than a chain.
        if (isOrdered && !fits || order is { First: null })
            throw Refusal(modules, order!.First, file);
        TorchModule[] chain = order?.First ?? [.. modules];
        var steps = Steps(chain, modules);
        string doubt = order is null or { IsOnly: true } ? "" : ". Other orders fit, too: safetensors are sorted by name";
        notes.Add($"assumed --forward {ForwardLine.Text(steps)}: the file has weights and no graph. Where forward() does something else, "
            + $"give that option, corrected{doubt}{Branches(chain)}");
        return steps;
    }

    /// <summary>Whether a module is the first linear one behind those over time, and reads several steps of the one before.</summary>
    static bool Flattens(IReadOnlyList<TorchModule> chain, int index) => index > 0 && chain[index].Kind == ModuleKind.Dense
        && chain[index].Inputs > chain[index - 1].Outputs && chain[index].Inputs % chain[index - 1].Outputs == 0
        && chain.Take(index).Any(module => module.IsOverTime) && chain.Take(index).All(module => module.IsOverTime || module.IsNorm)
        && !chain.Skip(index).Any(module => module.IsOverTime);

    /// <summary>
    /// Says which modules may as well stand side by side: two that read as many features, of which the first gives as many, too. Modules of
    /// one Sequential do not.
    /// </summary>
    static string Branches(TorchModule[] chain)
    {
        TorchModule[] weighted = [.. chain.Where(module => !module.IsNorm)];
        for (int i = 1; i < weighted.Length; i++)
        {
            var (first, second) = (weighted[i - 1], weighted[i]);
            if (first.Kind == second.Kind && first.Inputs == second.Inputs && Gap(first, second) is null)
                return $". That is one of two readings: '{first.Name.Short()}' and '{second.Name.Short()}' both read {first.Inputs} "
                    + "features, and may be two heads or branches of what is in front of them as well as one behind the other. Branches "
                    + "are not to be had in a line: export such a model to ONNX";
        }

        return "";
    }

    static ModelException Refusal(IReadOnlyList<TorchModule> modules, TorchModule[]? other, string file) =>
        new(ErrorCatalogue.UnclearForward,
        $"modules that do not fit one behind the other: {string.Join(", ", modules.Take(12).Select(module => module.Size))}",
        "each to read what the one before gives",
        Embedding(modules) is { } table ? $"'{table.Name.Short()}' looks like an Embedding, which is not read: feed the model numbers"
        : (other is null ? ""
            : $"in another order they do: if forward() has it, give --forward {ForwardLine.Text(Steps(other, modules)).Short()}; ")
            + (Attention(modules) is { } pooling
                ? $"'{pooling.Name.Short()}' looks like the scores of attention pooling, which no line says: "
                : "with several heads or connections, ")
            + $"{new ExportAdvice(file) { Features = modules[0].Inputs }.Text}", file);

    /// <summary>Modules one behind the other, with the words that mostly stand between them.</summary>
    public static List<ForwardStep> Steps(IReadOnlyList<TorchModule> chain, IReadOnlyList<TorchModule> modules)
    {
        var steps = new List<ForwardStep>();
        int lastOverTime = chain.ToList().FindLastIndex(module => module.IsOverTime);
        // An autoencoder gives every step again, out of the last one's state.
        int decoder = chain.ToList().FindIndex(module => module.IsRecurrent && Says(module, "decoder"));
        int encoder = decoder < 1 ? -1
            : chain.Take(decoder).ToList().FindLastIndex(module => module.IsRecurrent && Says(module, "encoder"));
        decoder = encoder < 0 ? -1 : decoder;
        bool isOpen = false; // something linear, and no function behind it yet
        for (int i = 0; i < chain.Count; i++)
        {
            if (i > 0 && isOpen && (Gap(chain[i - 1], chain[i]) ?? !chain[i].IsNorm))
            {
                steps.Add(Word(ForwardWords.Relu));
                isOpen = false;
            }

            if (Flattens(chain, i))
                steps.Add(Word(ForwardWords.Flatten));
            if (i == decoder)
                steps.Add(Word(ForwardWords.Repeat));
            var module = chain[i];
            steps.Add(new(module.Name, module, module.Kind switch
            {
                ModuleKind.Rnn => [ForwardWords.Tanh],
                ModuleKind.Conv =>
                ["pad=0"],
                _ => []
            }));
            isOpen = module.Kind is ModuleKind.Dense or ModuleKind.Conv || isOpen && module.IsNorm;
            if (i == encoder || decoder < 0 && i == lastOverTime && !Enumerable.Range(0, chain.Count).Any(next => Flattens(chain, next)))
                steps.Add(Word(ForwardWords.Last));
        }

        return steps;

        ForwardStep Word(string word) => new(modules.Any(module => module.Name == word) ? ForwardStep.WordMark + word : word, null, []);
    }

    static bool Says(TorchModule module, string word) => module.Name.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether something without weights stands between two modules of a Sequential, whose names are numbers; null: they are of
    /// none.</summary>
    static bool? Gap(TorchModule before, TorchModule next) =>
        Place(before.Name) is (var parent, var at) && Place(next.Name) is (var other, var there) && parent == other ? there > at + 1 : null;

    static (string Parent, int Place)? Place(string name)
    {
        int dot = name.LastIndexOf('.');
        return int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int place)
            ? (name[..(dot + 1)], place) : null;
    }

    /// <summary>A linear module of one output whose name says that it weighs steps.</summary>
    static TorchModule? Attention(IReadOnlyList<TorchModule> modules) => modules.FirstOrDefault(module =>
        module is { Kind: ModuleKind.Dense, Outputs: 1 } && module.Name.Contains("att", StringComparison.OrdinalIgnoreCase));

    /// <summary>A table has a matrix like a Linear, no bias, and its rows are what the next module reads.</summary>
    static TorchModule? Embedding(IReadOnlyList<TorchModule> modules) =>
        modules.FirstOrDefault(module => module.Kind == ModuleKind.Dense && module.Tensors.Count == 1
        && modules.Any(next => next != module && next.IsRecurrent && next.Inputs == module.Inputs));
}
