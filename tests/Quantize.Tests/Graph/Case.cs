using EdgeLstm.Quantize.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeLstm.Quantize.Tests.Graph;

/// <summary>A random network's choices. FsCheck prints them, and the seed that made them, where a property fails.</summary>
public sealed record Case(int Seed, int Which, int Inputs, int Units, int Steps)
{
    static readonly Gen<Case> Cases =
        from seed in Gen.Choose(0, int.MaxValue)
        from which in Gen.Choose(0, 999)
        from inputs in Gen.Choose(1, 6)
        from units in Gen.Choose(1, 9)
        from steps in Gen.Choose(1, 20)
        select new Case(seed, which, inputs, units, steps);

    public static void ForAll(int tests, Action<Case> property) =>
        PropertyCheck.ForAll(tests, Cases.ToArbitrary(), property);
}
