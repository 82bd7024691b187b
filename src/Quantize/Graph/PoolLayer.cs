using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Graph;

/// <summary>The greatest or the mean of some samples' values, feature by feature.</summary>
sealed record PoolLayer : Layer
{
    public required PoolKind Kind { get; init; }

    /// <summary>Features.</summary>
    public required int Width { get; init; }

    /// <summary>Samples that one output is made of; null: all of the window, which gives one output.</summary>
    public int? Kernel { get; init; }

    public int Stride { get; init; } = 1;

    /// <summary>
    /// Samples outside of the window that the first and the last output see. They have no value: a maximum does not see them.
    /// </summary>
    public int PadBefore { get; init; }

    public int PadAfter { get; init; }

    /// <summary>Whether a mean counts samples outside of the window, as zeros.</summary>
    public bool CountsPadding { get; init; }

    public override string Title => $"{Kind.ToString().ToLowerInvariant()} of {(Kernel is int kernel ? $"{kernel}" : "all")} steps";

    public override int Inputs => Width;

    public override int Outputs => Width;

    public override long Parameters => 0;

    public override long MultiplyAccumulates => 0;

    public override bool Streams => Kernel is int kernel && Stride == 1 && PadBefore == kernel - 1 && PadAfter == 0;

    public override int Steps(int steps) => Kernel is not int kernel ? Math.Min(steps, 1)
        : steps + PadBefore + PadAfter < kernel ? 0 : (steps + PadBefore + PadAfter - kernel) / Stride + 1;

    internal override ArtifactLayer ToArtifact() => new ArtifactPool(
        Header, Kind == PoolKind.Max, Kernel ?? 0, Kernel is null ? 1 : Stride, PadBefore, PadAfter, Kernel is not null && CountsPadding);
}
