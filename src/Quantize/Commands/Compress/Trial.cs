using System.Globalization;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Quantize.Commands;

/// <summary>One way to compress, and what came of it.</summary>
/// <param name="Error">RMSE against the float model on the held-out samples, of the output that is nearest to its limit.</param>
/// <param name="OfLimit">The same in parts of that output's limit: up to 1 is inside the budget.</param>
sealed record Trial(Scheme Scheme, Compression Compression, ModelArtifact Model, double Error, double OfLimit)
{
    public bool IsInside => OfLimit <= 1;

    public long Bytes => Model.WeightBytes;

    public long MultiplyAccumulates { get; } = Model.Layers.Sum(ArtifactReport.MultiplyAccumulates);

    /// <summary>What stands for time where none was measured: an int16 activation takes twice the room of an int8 one in a register, and about 1.8 times its time.</summary>
    public long Work => MultiplyAccumulates * (Scheme == Scheme.Int8 ? 1 : 2);

    /// <summary>Measured, where it was.</summary>
    public double? Nanoseconds { get; init; }

    /// <summary>How it was trained on, where it was.</summary>
    public FineTuning? FineTuning { get; init; }

    public bool HasRank => Compression.Rank != 0;

    public string SchemeText => Scheme.ToString().ToLowerInvariant();

    public string GatesText => Word(Compression.Gates.Form);

    public string CandidateText => Word(Compression.Candidate.Form);

    public string RankText => Compression.Rank switch { 0 => "", Compression.AutoRank => "auto", var rank => rank.ToString(CultureInfo.InvariantCulture) };

    /// <summary>For sentences: <c>int8x16, gates five, rank 24</c>.</summary>
    public override string ToString() => (Compression == Compression.None ? SchemeText : $"{SchemeText}, {Compression}") + (FineTuning is null ? "" : ", fine-tuned");

    /// <summary>The options of <c>quantize</c> that make it again.</summary>
    public string Options => $"--scheme {SchemeText}"
        + (Compression.Gates.Form == RowForm.Int8 ? "" : $" --gate-weights {GatesText}")
        + (Compression.Candidate.Form == RowForm.Int8 ? "" : $" --candidate {CandidateText}")
        + (HasRank ? $" --gate-rank {RankText}" : "")
        + (FineTuning is { Epochs: var epochs } ? $" --fine-tune {epochs}" : "");

    /// <summary>Whether another is at least as good in bytes, work and error, and better in one of them.</summary>
    public bool IsBeatenBy(Trial other) => other.Bytes <= Bytes && other.Work <= Work && other.OfLimit <= OfLimit
        && (other.Bytes < Bytes || other.Work < Work || other.OfLimit < OfLimit);

    static string Word(RowForm form) => form.ToString().ToLowerInvariant();
}
