using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.PyTorch.Modules;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>
/// Reads <c>--forward</c>: what the model's forward() does, one step behind the other, with commas between: <c>lstm,last,fc1,relu,fc2</c>.
/// </summary>
static class ForwardLine
{
    const int MaxSteps = 500;

    /// <exception cref="ModelException">ELSTM116: a word that is none, a module twice, or one that is left out.</exception>
    public static IReadOnlyList<ForwardStep> Parse(string text, IReadOnlyList<TorchModule> modules, string file)
    {
        var steps = new List<ForwardStep>();
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > MaxSteps)
            throw Bad($"{parts.Length} steps", $"at most {MaxSteps}");
        foreach (string part in parts)
        {
            string[] values = part.Split(':', StringSplitOptions.TrimEntries);
            var module = modules.FirstOrDefault(each => each.Name == values[0]);
            string word = values[0].StartsWith(ForwardStep.WordMark) ? values[0][1..] : values[0];
            if (module is null && !ForwardWords.All.Contains(word))
                throw Bad($"'{values[0].Short()}'",
                    $"one of the file's modules, {Names(modules)}, or one of {string.Join(", ", ForwardWords.All)}");
            if (module is not null && steps.Exists(step => step.Module == module))
                throw Bad($"'{module.Name.Short()}' twice", "each module once");
            steps.Add(new(values[0], module, values[1..]));
        }

        TorchModule[] unused = [.. modules.Where(module => !steps.Exists(step => step.Module == module))];
        return unused.Length == 0 ? steps
            : throw Bad($"{unused.Sum(module => module.Tensors.Count)} unused tensors: {Tensors(unused)}", "every module in its place");

        ModelException Bad(string found, string expected) => new(ErrorCatalogue.UnclearForward, $"{found} in --forward", expected,
            $"name what forward() does, in its order{Example(text, modules)}", file);
    }

    /// <summary>A line of this file's modules, in the order of the file; nothing where the user said just that.</summary>
    static string Example(string said, IReadOnlyList<TorchModule> modules)
    {
        string line = Text(ForwardGuess.Steps(modules, modules));
        return line == said || line.Length > 200 ? "" : $", as in --forward {line}";
    }

    /// <summary>The steps as the option says them.</summary>
    public static string Text(IEnumerable<ForwardStep> steps) => string.Join(',', steps.Select(step => step.Text));

    public static string Names(IEnumerable<TorchModule> modules) =>
        string.Join(", ", modules.Select(module => module.Name.Short()).Take(20));

    static string Tensors(TorchModule[] modules) =>
        string.Join(", ", modules.SelectMany(module => module.Tensors.Keys.Select(parameter =>
            $"{module.Name}.{parameter}".Short())).Take(8));
}
