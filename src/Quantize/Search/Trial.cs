using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Passes;
using EdgeLstm.Quantize.Passes.Compressing;
using EdgeLstm.Quantize.Passes.Compressing.Tuning;

namespace EdgeLstm.Quantize.Search;

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

    /// <summary>What <c>quantize</c> makes without an option: the one to compare with.</summary>
    public bool IsDefault => Scheme == TrialSearch.DefaultScheme && Compression.IsNone && FineTuning is null;

    /// <summary>Whether steps do less than at full rank with all columns.</summary>
    public bool IsThin => Compression.ChangesNetwork;

    /// <summary>How it was trained on, where it was.</summary>
    public FineTuning? FineTuning { get; init; }

    /// <summary>For sentences: <c>int8x16, gates five, rank 24</c>.</summary>
    public override string ToString() => Scheme.ToString().ToLowerInvariant() + (Compression.IsNone ? "" : $", {Compression}")
        + (FineTuning is null ? "" : ", fine-tuned");

    /// <summary>Whether another is at least as good in bytes, work and error, and better in one of them.</summary>
    public bool IsBeatenBy(Trial other) => other.Bytes <= Bytes && other.Work <= Work && other.OfLimit <= OfLimit
        && (other.Bytes < Bytes || other.Work < Work || other.OfLimit < OfLimit);
}
