using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Search;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>A trial in a table's cells, and as options.</summary>
static class TrialText
{
    public static string Scheme(Trial trial) => trial.Scheme.ToString().ToLowerInvariant();

    /// <summary>Where layers or gates differ: <c>five/three, five</c> of two layers' i/f.</summary>
    public static string Gates(Trial trial) => Text(trial, own => Pair(own.I, own.F));

    public static string Candidate(Trial trial) => Text(trial, own => Pair(own.G, own.O));

    public static string Rank(Trial trial) => Text(trial, own => own.Rank == 0 ? "" : LayerSettings.RankText(own.Rank));

    public static string Sparsity(Trial trial) => Text(trial, own => own.Sparsity == 0 ? "" : LayerSettings.SparsityText(own.Sparsity));

    /// <summary>The options of <c>quantize</c> that make it again.</summary>
    public static string Options(Trial trial)
    {
        var (all, own) = (trial.Compression.All, trial.Compression.Own);
        return $"--scheme {Scheme(trial)}"
            + (all.I == CompressedForm.Int8 ? "" : $" --gate-weights {LayerSettings.Word(all.I.Form)}")
            + (all.G == CompressedForm.Int8 ? "" : $" --candidate {LayerSettings.Word(all.G.Form)}")
            + (all.Rank == 0 ? "" : $" --gate-rank {LayerSettings.RankText(all.Rank)}")
            + (all.Sparsity == 0 ? "" : $" --sparsity {LayerSettings.SparsityText(all.Sparsity)}")
            + string.Concat(own.Where(layer => layer.Value != all)
                .Select(layer => $" --layer {Shell.Quote(LayerSettings.Format(layer.Key, layer.Value, all))}"))
            + (trial.FineTuning is { Epochs: var epochs } ? $" --fine-tune {epochs}" : "");
    }

    /// <summary>Of each LSTM layer, once where all have the same.</summary>
    static string Text(Trial trial, Func<LayerCompression, string> part)
    {
        string[] parts = [.. trial.Model.Layers.OfType<ArtifactLstm>().Select(layer => part(trial.Compression.Of(layer.Name)))];
        return parts.Distinct().Count() <= 1 ? parts.FirstOrDefault(part(trial.Compression.All))
            : string.Join(", ", parts.Select(text => text.Length == 0 ? "–" : text));
    }

    static string Pair(CompressedForm first, CompressedForm second) =>
        first == second ? LayerSettings.Word(first.Form) : $"{LayerSettings.Word(first.Form)}/{LayerSettings.Word(second.Form)}";
}
