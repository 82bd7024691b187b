using EdgeLstm.Benchmarks.Models;
using EdgeLstm.Benchmarks.Quick;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>What was measured of one product; <see cref="Multiplies"/> is null where there is no such loop.</summary>
sealed record ProductRow(Size Size, Scheme Scheme, Kernel Kernel, int Bytes, Timing Product, Timing? Multiplies, Timing Stream)
{
    /// <summary>Beyond L1 the limit is what L2 delivers, as long as that is less than the multipliers take.</summary>
    public bool IsInL1 => Bytes <= Machine.L1Bytes;

    /// <summary>The part of the limit that is reached, 1 at best, from the shortest runs: the limit itself is one.</summary>
    public double? Reached => (IsInL1 ? Multiplies : Stream) is { } limit ? limit.Minimum / Product.Minimum : null;
}
