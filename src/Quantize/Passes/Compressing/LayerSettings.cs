using System.Globalization;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Passes.Compressing;

/// <summary>
/// What <c>--layer</c> takes: <c>NAME=i:five,f:three,g:int4,rank:24</c>, the layer's name and what it has of its own. Names may have any of
/// these characters: the last = counts.
/// </summary>
static class LayerSettings
{
    public const string Grammar = "NAME=KEY:VALUE,… with i, f, g, o (int8, int4, five, three), rank (K, auto) and sparsity (share of the columns left out, auto) as keys";

    const string Gates = "ifgo";

    /// <summary>The layer's name, and <paramref name="all"/> with what the text says; null where it says nothing sensible.</summary>
    /// <param name="round">What a level of five or three in the gates i and f is worth, where the user says so.</param>
    public static (string Layer, LayerCompression Own)? Parse(string text, LayerCompression all, double? round)
    {
        string layer = Layer(text), settings = text[Math.Min(layer.Length + 1, text.Length)..];
        if (layer.Length == 0 || settings.Length == 0)
            return null;
        var own = all;
        foreach (string setting in settings.Split(','))
        {
            if (setting.Split(':') is not [var key, var value])
                return null;
            if (key.Length == 1 && Gates.Contains(key) && Form(value) is { } form)
                own = own.With(Gates.IndexOf(key[0], StringComparison.Ordinal),
                    new(form, Gates.IndexOf(key[0], StringComparison.Ordinal) < 2 && form is RowForm.Five or RowForm.Three ? round : null));
            else if (key == "rank" && Rank(value) is { } rank)
                // one of the two: this in the place of what all have
                own = own with { Rank = rank, Sparsity = rank != 0 && !settings.Contains("sparsity:") ? 0 : own.Sparsity };
            else if (key == "sparsity" && Sparsity(value) is { } sparsity)
                own = own with { Sparsity = sparsity, Rank = sparsity != 0 && !settings.Contains("rank:") ? 0 : own.Rank };
            else
                return null;
        }

        return own is { Rank: not 0, Sparsity: not 0 } ? null : (layer, own);
    }

    /// <summary>The layer's name, empty where there is none.</summary>
    public static string Layer(string text) => text[..Math.Max(0, text.LastIndexOf('='))];

    /// <summary>The text that makes <paramref name="own"/> of <paramref name="all"/>.</summary>
    public static string Format(string layer, LayerCompression own, LayerCompression all) => $"{layer}=" + string.Join(",",
        Enumerable.Range(0, Gates.Length).Where(gate => own.Forms[gate] != all.Forms[gate])
            .Select(gate => $"{Gates[gate]}:{Word(own.Forms[gate].Form)}")
            .Concat(own.Rank == all.Rank ? [] : [$"rank:{RankText(own.Rank)}"])
            .Concat(own.Sparsity == all.Sparsity ? [] : [$"sparsity:{SparsityText(own.Sparsity)}"]));

    public static RowForm? Form(string word) =>
        Enum.GetValues<RowForm>().Where(form => Word(form) == word).Cast<RowForm?>().FirstOrDefault();

    public static string Word(RowForm form) => form.ToString().ToLowerInvariant();

    /// <summary>A rank, 0 for none, or <c>auto</c>.</summary>
    public static int? Rank(string text) => text == "auto" ? LayerCompression.AutoRank
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int rank) && rank <= ArtifactCompressedLstm.MaxRank ? rank
        : null;

    public static string RankText(int rank) => rank == LayerCompression.AutoRank ? "auto" : rank.ToString(CultureInfo.InvariantCulture);

    /// <summary>A share below 1, 0 for none, or <c>auto</c>, which was called <c>block</c>.</summary>
    public static double? Sparsity(string text) => text is "auto" or "block" ? LayerCompression.AutoSparsity
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share)
            && share is >= 0 and < 1 ? share : null;

    public static string SparsityText(double sparsity) =>
        sparsity == LayerCompression.AutoSparsity ? "auto" : sparsity.ToString("0.####", CultureInfo.InvariantCulture);
}
