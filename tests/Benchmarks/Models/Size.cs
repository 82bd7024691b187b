namespace EdgeLstm.Benchmarks.Models;

/// <summary>A model to time: LSTM layers of as many units each, and a dense head with one output.</summary>
public sealed record Size(int Inputs, int Units, int Layers = 1)
{
    public static IReadOnlyList<Size> All { get; } = [new(3, 16), new(14, 32), new(14, 64), new(14, 128), new(14, 256), new(14, 64, 2)];

    /// <summary>As a peer program names it: 14_64, and 14_64_64 where two layers are stacked.</summary>
    public string Key => $"{Inputs}{string.Concat(Enumerable.Repeat($"_{Units}", Layers))}";

    public override string ToString() => Layers == 1 ? $"{Inputs}→{Units}" : $"{Inputs}→{Layers}×{Units}";
}
