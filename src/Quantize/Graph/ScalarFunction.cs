namespace EdgeLstm.Quantize.Graph;

/// <summary>A function of one number, with the parameters that its kind takes: ONNX's definitions.</summary>
sealed record ScalarFunction(FunctionKind Kind, float Alpha = 0, float Beta = 0)
{
    public static ScalarFunction Identity { get; } = new(FunctionKind.Identity);

    public static ScalarFunction Sigmoid { get; } = new(FunctionKind.Sigmoid);

    public static ScalarFunction Tanh { get; } = new(FunctionKind.Tanh);

    public static ScalarFunction Relu { get; } = new(FunctionKind.Relu);

    /// <summary>1 where x ≥ 0, else 0: what a binary gate computes.</summary>
    public static ScalarFunction Step { get; } = new(FunctionKind.Step);

    /// <summary>0 below −<see cref="Alpha"/>, 1 from there up, ½ between: what a three-level gate computes.</summary>
    public static ScalarFunction ThreeLevel { get; } = new(FunctionKind.ThreeLevel, 1);

    public float Apply(float x) => Kind switch
    {
        FunctionKind.Identity => x,
        FunctionKind.Sigmoid => 1 / (1 + MathF.Exp(-x)),
        FunctionKind.Tanh => MathF.Tanh(x),
        FunctionKind.Relu => Math.Max(0, x),
        FunctionKind.LeakyRelu => x < 0 ? Alpha * x : x,
        FunctionKind.ThresholdedRelu => x > Alpha ? x : 0,
        FunctionKind.HardSigmoid => Math.Clamp(Alpha * x + Beta, 0, 1),
        FunctionKind.ScaledTanh => Alpha * MathF.Tanh(Beta * x),
        FunctionKind.Elu => x < 0 ? Alpha * (MathF.Exp(x) - 1) : x,
        FunctionKind.Softsign => x / (1 + Math.Abs(x)),
        // log(1 + eˣ), with the exponent kept from overflowing.
        FunctionKind.Softplus => Math.Max(x, 0) + MathF.Log(1 + MathF.Exp(-Math.Abs(x))),
        FunctionKind.Affine => Alpha * x + Beta,
        FunctionKind.Step => x >= 0 ? 1 : 0,
        FunctionKind.ThreeLevel => x < -Alpha ? 0 : x >= Alpha ? 1 : 0.5f,
        FunctionKind.Exp => MathF.Exp(Math.Min(x, 88)),
        FunctionKind.Silu => x / (1 + MathF.Exp(-x)),
        FunctionKind.Gelu or FunctionKind.GeluTanh => (float)Apply((double)x),
        _ => throw new InvalidOperationException($"No formula for {Kind}."),
    };

    /// <summary>The same in double precision, for who makes tables of it.</summary>
    public double Apply(double x) => Kind switch
    {
        FunctionKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        FunctionKind.Tanh => Math.Tanh(x),
        FunctionKind.ScaledTanh => Alpha * Math.Tanh(Beta * x),
        FunctionKind.Elu => x < 0 ? Alpha * (Math.Exp(x) - 1) : x,
        FunctionKind.Softsign => x / (1 + Math.Abs(x)),
        FunctionKind.Softplus => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        FunctionKind.LeakyRelu => x < 0 ? Alpha * x : x,
        FunctionKind.HardSigmoid => Math.Clamp(Alpha * x + Beta, 0, 1),
        FunctionKind.Affine => Alpha * x + Beta,
        FunctionKind.Exp => Math.Exp(Math.Min(x, 88)),
        FunctionKind.Silu => x / (1 + Math.Exp(-x)),
        FunctionKind.Gelu => x * NormalBelow(x),
        FunctionKind.GeluTanh => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
        _ => Apply((float)x),
    };

    /// <summary>
    /// The normal distribution's share below x: ½ + φ(x)·(x + x³/3 + x⁵/15 + …), whose terms, for |x| up to 7, are all small after 120;
    /// beyond, it is 0 or 1 to 10⁻¹².
    /// </summary>
    static double NormalBelow(double x)
    {
        if (Math.Abs(x) > 7)
            return x < 0 ? 0 : 1;
        double term = x, sum = x;
        for (int n = 3; n < 240; n += 2)
            sum += term *= x * x / n;
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>A bound of |f| that no argument passes; infinite where there is none.</summary>
    public double Bound => Kind switch
    {
        FunctionKind.Sigmoid or FunctionKind.Tanh or FunctionKind.HardSigmoid or FunctionKind.Softsign or FunctionKind.Step
            or FunctionKind.ThreeLevel => 1,
        FunctionKind.ScaledTanh => Math.Abs(Alpha),
        _ => double.PositiveInfinity,
    };

    /// <summary>Whether every value is in 0 … 1: a convex gate keeps a state between what it was and what is offered.</summary>
    public bool IsShare => Kind is FunctionKind.Sigmoid or FunctionKind.HardSigmoid or FunctionKind.Step or FunctionKind.ThreeLevel;

    /// <summary>
    /// The greatest |f| over ±<paramref name="reach"/>. Each of the functions is monotone between its ends, 0 and ±alpha, or nearly.
    /// </summary>
    public double Max(double reach)
    {
        double max = 0;
        foreach (double x in (ReadOnlySpan<double>)[-reach, reach, 0, Math.Clamp(Alpha, -reach, reach), Math.Clamp(-Alpha, -reach, reach)])
            max = Math.Max(max, Math.Abs(Apply(x)));
        return Math.Min(max, Bound);
    }

    /// <summary>For reports: <c>tanh</c>, <c>hard_sigmoid(0.2, 0.5)</c>.</summary>
    public override string ToString() => Kind switch
    {
        FunctionKind.HardSigmoid => FormattableString.Invariant($"hard_sigmoid({Alpha}, {Beta})"),
        FunctionKind.ScaledTanh => FormattableString.Invariant($"scaled_tanh({Alpha}, {Beta})"),
        FunctionKind.Affine => FormattableString.Invariant($"affine({Alpha}, {Beta})"),
        FunctionKind.LeakyRelu => FormattableString.Invariant($"leaky_relu({Alpha})"),
        FunctionKind.ThresholdedRelu => FormattableString.Invariant($"thresholded_relu({Alpha})"),
        FunctionKind.Elu => FormattableString.Invariant($"elu({Alpha})"),
        FunctionKind.ThreeLevel => FormattableString.Invariant($"three_level({Alpha})"),
        FunctionKind.GeluTanh => "gelu_tanh",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
