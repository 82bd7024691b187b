using System.Globalization;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.PyTorch.Modules;

namespace EdgeLstm.Quantize.Import.PyTorch.Forward;

/// <summary>
/// One step of the line that says what a model's forward() does: a module, or a word for what has no weights, with values behind colons:
/// <c>conv1:pad=1</c>, <c>maxpool:2</c>.
/// </summary>
/// <param name="Word">As it was written, without its values.</param>
/// <param name="Module">Null for a word.</param>
/// <param name="Values">What stands behind the colons.</param>
sealed record ForwardStep(string Word, TorchModule? Module, IReadOnlyList<string> Values)
{
    /// <summary>In front of a word where a module has its name.</summary>
    public const char WordMark = '.';

    public string Text => string.Join(':', Values.Prepend(Word));

    /// <summary>The value of <c>key=value</c>, or the one without a key where <paramref name="isFirst"/>; null where it is not
    /// there.</summary>
    public string? Value(string key, bool isFirst = false) =>
        Values.FirstOrDefault(value => value.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..]
        ?? (isFirst ? Values.FirstOrDefault(value => !value.Contains('=')) : null);

    /// <summary>A whole number, or <paramref name="otherwise"/>.</summary>
    /// <exception cref="ModelException">ELSTM116.</exception>
    public int Whole(string key, int otherwise, int least, bool isFirst = false)
    {
        const int Most = 1 << 16;
        if (Value(key, isFirst) is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= Most ? value
            : throw Bad($"{key} '{text.Short()}' in '{Text.Short()}'", $"a whole number from {least} to {Most}");
    }

    /// <summary>A finite number that is no less than 0, or <paramref name="otherwise"/>.</summary>
    /// <exception cref="ModelException">ELSTM116.</exception>
    public float Number(string key, float otherwise, bool isFirst = false)
    {
        if (Value(key, isFirst) is not { } text)
            return otherwise;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            && value >= 0 ? value
            : throw Bad($"{key} '{text.Short()}' in '{Text.Short()}'", "a number that is no less than 0");
    }

    /// <param name="keys">Those that the step takes as <c>key=value</c>.</param>
    /// <param name="bare">The values that it takes without a key; null: any one.</param>
    /// <exception cref="ModelException">ELSTM116: there is another.</exception>
    public void Allow(string[] keys, params string[]? bare)
    {
        var wrong = Values.FirstOrDefault(value => value.Split('=') is [var key, _] ? !keys.Contains(key) : value.Contains('=')
            || bare is not null && !bare.Contains(value));
        if (wrong is not null || Values.Count != Values.Select(value => value.Split('=')[0]).Distinct().Count() || bare is null
            && Values.Count(value => !value.Contains('=')) > 1)
        {
            string[] known = [.. keys.Select(key => $"{key}=…"), .. bare ?? ["a number"]];
            throw Bad($"'{(wrong ?? Text).Short()}' in '{Text.Short()}'", known.Length == 0 ? $"nothing behind '{Word.Short()}'"
                : string.Join(", ", known));
        }
    }

    static ModelException Bad(string found, string expected) => new(ErrorCatalogue.UnclearForward, found, expected, "correct --forward");
}
