using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;
using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Compress;

/// <summary>One way to compress, and what came of it.</summary>
sealed record Trial(Scheme Scheme, Compression Compression, ModelArtifact Model, Standing Standing)
{
    public bool IsInside => Standing.IsInside;

    /// <summary>RMSE against the float model.</summary>
    public double Error => Standing.Error;

    public double OfLimit => Standing.OfLimit;

    public long Bytes => Model.WeightBytes;

    public long MultiplyAccumulates { get; } = ArtifactWork.MultiplyAccumulates(Model);

    /// <summary>
    /// What stands for time where none was measured: an int16 activation takes twice the room of an int8 one in a register, and about 1.8
    /// times its time.
    /// </summary>
    public long Work => MultiplyAccumulates * (Scheme == Scheme.Int8 ? 1 : 2);

    /// <summary>Measured, where it was.</summary>
    public double? Nanoseconds { get; init; }

    /// <summary>Whether steps do less than at full rank with all columns.</summary>
    public bool IsThin => Compression.ChangesNetwork;

    /// <summary>How it was trained on, where it was.</summary>
    public FineTuning? FineTuning { get; init; }

    public string SchemeText => Scheme.ToString().ToLowerInvariant();

    /// <summary>For tables, where layers or gates differ: <c>five/three, five</c> of two layers' i/f.</summary>
    public string GatesText => Text(own => Pair(own.I, own.F));

    public string CandidateText => Text(own => Pair(own.G, own.O));

    public string RankText => Text(own => own.Rank == 0 ? "" : LayerSettings.RankText(own.Rank));

    public string SparsityText => Text(own => own.Sparsity == 0 ? "" : LayerSettings.SparsityText(own.Sparsity));

    /// <summary>For sentences: <c>int8x16, gates five, rank 24</c>.</summary>
    public override string ToString() => (Compression.IsNone ? SchemeText : $"{SchemeText}, {Compression}")
        + (FineTuning is null ? "" : ", fine-tuned");

    /// <summary>The options of <c>quantize</c> that make it again.</summary>
    public string Options => $"--scheme {SchemeText}"
        + (Compression.All.I == CompressedForm.Int8 ? "" : $" --gate-weights {LayerSettings.Word(Compression.All.I.Form)}")
        + (Compression.All.G == CompressedForm.Int8 ? "" : $" --candidate {LayerSettings.Word(Compression.All.G.Form)}")
        + (Compression.All.Rank == 0 ? "" : $" --gate-rank {LayerSettings.RankText(Compression.All.Rank)}")
        + (Compression.All.Sparsity == 0 ? "" : $" --sparsity {LayerSettings.SparsityText(Compression.All.Sparsity)}")
        + string.Concat(Compression.Own.Where(own => own.Value != Compression.All)
            .Select(own => $" --layer {Shell.Quote(LayerSettings.Format(own.Key, own.Value, Compression.All))}"))
        + (FineTuning is { Epochs: var epochs } ? $" --fine-tune {epochs}" : "");

    /// <summary>Whether another is at least as good in bytes, work and error, and better in one of them.</summary>
    public bool IsBeatenBy(Trial other) => other.Bytes <= Bytes && other.Work <= Work && other.OfLimit <= OfLimit
        && (other.Bytes < Bytes || other.Work < Work || other.OfLimit < OfLimit);

    /// <summary>Of each LSTM layer, once where all have the same.</summary>
    string Text(Func<LayerCompression, string> part)
    {
        string[] parts = [.. Model.Layers.OfType<ArtifactLstm>().Select(layer => part(Compression.Of(layer.Name)))];
        return parts.Distinct().Count() <= 1 ? parts.FirstOrDefault(part(Compression.All))
            : string.Join(", ", parts.Select(text => text.Length == 0 ? "–" : text));
    }

    static string Pair(CompressedForm first, CompressedForm second) =>
        first == second ? LayerSettings.Word(first.Form) : $"{LayerSettings.Word(first.Form)}/{LayerSettings.Word(second.Form)}";
}
