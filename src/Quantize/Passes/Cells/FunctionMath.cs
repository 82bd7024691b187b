using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>What quantization asks of a scalar function: its values in double, and how far they reach.</summary>
static class FunctionMath
{
    public static double Of(ScalarFunction f, double x) => f.Kind switch
    {
        FunctionKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        FunctionKind.Tanh => Math.Tanh(x),
        FunctionKind.ScaledTanh => f.Alpha * Math.Tanh(f.Beta * x),
        FunctionKind.Elu => x < 0 ? f.Alpha * (Math.Exp(x) - 1) : x,
        FunctionKind.Softsign => x / (1 + Math.Abs(x)),
        FunctionKind.Softplus => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        FunctionKind.LeakyRelu => x < 0 ? f.Alpha * x : x,
        FunctionKind.HardSigmoid => Math.Clamp(f.Alpha * x + f.Beta, 0, 1),
        FunctionKind.Affine => f.Alpha * x + f.Beta,
        _ => f.Apply((float)x),
    };

    /// <summary>A bound of |f| that no argument passes; infinite where there is none.</summary>
    public static double Bound(ScalarFunction f) => f.Kind switch
    {
        FunctionKind.Sigmoid or FunctionKind.Tanh or FunctionKind.HardSigmoid or FunctionKind.Softsign or FunctionKind.Step
            or FunctionKind.ThreeLevel => 1,
        FunctionKind.ScaledTanh => Math.Abs(f.Alpha),
        _ => double.PositiveInfinity,
    };

    /// <summary>Whether every value is in 0 … 1: a convex gate keeps a state between what it was and what is offered.</summary>
    public static bool IsShare(ScalarFunction f) =>
        f.Kind is FunctionKind.Sigmoid or FunctionKind.HardSigmoid or FunctionKind.Step or FunctionKind.ThreeLevel;

    /// <summary>
    /// The greatest |f| over ±<paramref name="reach"/>. Each of the functions is monotone between its ends, 0 and ±alpha, or nearly.
    /// </summary>
    public static double Largest(ScalarFunction f, double reach)
    {
        double largest = 0;
        foreach (double x in (ReadOnlySpan<double>)[-reach, reach, 0, Math.Clamp(f.Alpha, -reach, reach),
            Math.Clamp(-f.Alpha, -reach, reach)])
            largest = Math.Max(largest, Math.Abs(Of(f, x)));
        return Math.Min(largest, Bound(f));
    }
}
