using FsCheck;
using FsCheck.Fluent;

namespace EdgeLstm.Quantize.Tests.Shared;

/// <summary>How properties are checked: in silence where they hold; else the exception has the seed and a small counterexample.</summary>
static class PropertyCheck
{
    static readonly Config Quiet = Config.QuickThrowOnFailure.WithQuietOnSuccess(true);

    /// <param name="tests">How many values are tried.</param>
    public static void ForAll<T>(int tests, Arbitrary<T> values, Action<T> property) =>
        Prop.ForAll(values, property).Check(Quiet.WithMaxTest(tests));
}
