namespace EdgeLstm.Generator.Model;

/// <summary>
/// How many steps a layer gives for a window of T samples: (T − <paramref name="Reach"/>) / <paramref name="Stride"/> + 1, rounded down; or always
/// <paramref name="Fixed"/>, where that is not 0. A window over a window is again of this form.
/// </summary>
readonly record struct StepCount(int Reach, int Stride, int Fixed = 0)
{
    /// <summary>One step per sample.</summary>
    public static readonly StepCount Samples = new(1, 1);

    /// <summary>The least T for which there is a step.</summary>
    public int MinSamples => Fixed != 0 ? 1 : Math.Max(1, Reach);

    /// <summary>Steps for windows of <paramref name="samples"/>; not positive where there are none.</summary>
    public int Of(int samples) => Fixed != 0 ? Fixed : samples < Reach ? 0 : (samples - Reach) / Stride + 1;

    /// <summary>The least T for which there are so many; int.MaxValue where there are never.</summary>
    public int SamplesFor(int steps) => Fixed != 0 ? (Fixed >= steps ? 1 : int.MaxValue)
        : (int)Math.Min(int.MaxValue, Math.Max(1, Reach + (steps - 1L) * Stride));

    /// <summary>The same behind a layer that makes one step of <paramref name="reach"/> and moves on by <paramref name="stride"/>; padding makes the reach smaller. Null where nothing is left.</summary>
    public StepCount? Then(int reach, int stride)
    {
        if (Fixed == 0)
        {
            long sum = Reach + (reach - 1L) * Stride, product = (long)Stride * stride;
            return Math.Abs(sum) <= 1_000_000 && product <= 1_000_000 ? new((int)sum, (int)product) : null;
        }

        return Fixed < reach ? null : new(0, 1, (Fixed - reach) / stride + 1);
    }

    /// <summary>The count in C#, of an int called <c>samples</c>.</summary>
    public string Expression => Fixed != 0 ? $"{Fixed}"
        : Stride != 1 ? $"({Difference(Reach)}) / {Stride} + 1"
        : Difference(Reach - 1);

    static string Difference(int less) => less == 0 ? "samples" : less > 0 ? $"samples - {less}" : $"samples + {-less}";
}
