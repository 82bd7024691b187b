using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>A GRU's parameters: W, U and b with the gates z, r, n, and the candidate's recurrent bias where it resets after the product.</summary>
sealed class GruLayer<T> : RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly ParameterBlock w, u, bias;
    readonly ParameterBlock? recurrentBias;

    public GruLayer(GruSpec spec, int inputs, int units, int place, string name, ParameterList list)
        : base(inputs, units)
    {
        (Spec, Place) = (spec, place);
        w = list.Add($"{name}, W", ParameterKind.InputWeights, 3 * units, inputs, 0..units);
        u = list.Add($"{name}, U", ParameterKind.RecurrentWeights, 3 * units, units, 0..units);
        bias = list.Add($"{name}, b", ParameterKind.Bias, 3 * units, 1, 0..units);
        recurrentBias = spec.ResetAfter ? list.Add($"{name}, rb", ParameterKind.RecurrentBias, units, 1) : null;

        GateSums = new(2 * units, inputs, units);
        CandidateSums = new(units, inputs, spec.ResetAfter ? 0 : units);
        RecurrentSums = new(units, units, 0);
        ToState = new(units, 2 * units, spec.ResetAfter ? units : 0);
        ToReset = new(units, units, 0);
        ToInput = new(inputs, 3 * units, 0);
    }

    public GruSpec Spec { get; }

    public int Place { get; }

    /// <summary>[b | W | U] of z and r; of n, without U where that is multiplied apart; and [rb | U] of n.</summary>
    public PackedMatrix<T> GateSums { get; }

    public PackedMatrix<T> CandidateSums { get; }

    public PackedMatrix<T> RecurrentSums { get; }

    /// <summary>[Uzᵀ Urᵀ | Unᵀ], without the latter where the reset is before the product; Unᵀ; Wᵀ.</summary>
    public PackedMatrix<T> ToState { get; }

    public PackedMatrix<T> ToReset { get; }

    public PackedMatrix<T> ToInput { get; }

    public override void Pack(ReadOnlySpan<T> parameters)
    {
        int gates = 2 * Units;
        ReadOnlySpan<T> allW = w.Of(parameters), allU = u.Of(parameters), b = bias.Of(parameters), candidateU = allU[(gates * Units)..];
        GateSums.Pack(b[..gates], allW[..(gates * Inputs)], allU[..(gates * Units)]);
        CandidateSums.Pack(b[gates..], allW[(gates * Inputs)..], Spec.ResetAfter ? [] : candidateU);
        RecurrentSums.Pack(recurrentBias is null ? [] : recurrentBias.Of(parameters), candidateU, []);
        ToState.PackTransposed(allU[..(gates * Units)], Spec.ResetAfter ? candidateU : []);
        ToReset.PackTransposed(candidateU);
        ToInput.PackTransposed(allW);
    }

    /// <summary>z is what the forget gate is to an LSTM.</summary>
    public override void InitializeGates(Span<T> parameters, SeededRandom random, double forgetBias, bool uniformGates, double inputBias)
    {
        foreach (ref T b in bias.Of(parameters)[..Units])
            b = uniformGates ? UniformGate(random) : b + T.CreateTruncating(forgetBias);
    }

    /// <summary><paramref name="d"/> has the rows z, r, n, <paramref name="recurrent"/> those that multiply Un, of what <paramref name="read"/> holds.</summary>
    public void AddGradients(Sequence<T> d, Sequence<T> recurrent, Sequence<T> x, Sequence<T> state, Sequence<T> read, Span<T> gradient)
    {
        GradientProduct.Add(d, x, w.Of(gradient), Inputs);
        GradientProduct.Add(d.SliceRows(0, 2 * Units), state, u.Of(gradient), Units);
        GradientProduct.Add(recurrent, read, u.Of(gradient)[(2 * Units * Units)..], Units);
        GradientProduct.AddRowSums(d, bias.Of(gradient));
        if (recurrentBias is not null)
            GradientProduct.AddRowSums(recurrent, recurrentBias.Of(gradient));
    }

    public override RecurrentPass<T> CreatePass(int steps, int lanes) => new GruPass<T>(this, steps, lanes);
}
