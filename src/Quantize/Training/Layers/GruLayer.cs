using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>
/// A GRU's parameters: W, U and b with the gates z, r, n, and the candidate's recurrent bias where it resets after the product.
/// </summary>
sealed class GruLayer<T> : RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly ParameterBlock _w, _u, _bias;
    readonly ParameterBlock? _recurrentBias;

    public GruLayer(GruSpec spec, int inputs, int units, int place, string name, ParameterList list)
        : base(inputs, units)
    {
        (Spec, Place) = (spec, place);
        _w = list.Add($"{name}, W", ParameterKind.InputWeights, 3 * units, inputs, 0..units);
        _u = list.Add($"{name}, U", ParameterKind.RecurrentWeights, 3 * units, units, 0..units);
        _bias = list.Add($"{name}, b", ParameterKind.Bias, 3 * units, 1, 0..units);
        _recurrentBias = spec.ResetAfter ? list.Add($"{name}, rb", ParameterKind.RecurrentBias, units, 1) : null;

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
        int gates = 2 * HiddenSize;
        ReadOnlySpan<T> allW = _w.Of(parameters), allU = _u.Of(parameters), b = _bias.Of(parameters), candidateU = allU[(gates * HiddenSize)..];
        GateSums.Pack(b[..gates], allW[..(gates * Inputs)], allU[..(gates * HiddenSize)]);
        CandidateSums.Pack(b[gates..], allW[(gates * Inputs)..], Spec.ResetAfter ? [] : candidateU);
        RecurrentSums.Pack(_recurrentBias is null ? [] : _recurrentBias.Of(parameters), candidateU, []);
        ToState.PackTransposed(allU[..(gates * HiddenSize)], Spec.ResetAfter ? candidateU : []);
        ToReset.PackTransposed(candidateU);
        ToInput.PackTransposed(allW);
    }

    /// <summary>z is what the forget gate is to an LSTM.</summary>
    public override void InitializeGates(Span<T> parameters, SeededRandom random, double forgetBias, bool uniformGates, double inputBias)
    {
        foreach (ref T b in _bias.Of(parameters)[..HiddenSize])
            b = uniformGates ? UniformGate(random) : b + T.CreateTruncating(forgetBias);
    }

    /// <summary>
    /// <paramref name="d"/> has the rows z, r, n, <paramref name="recurrent"/> those that multiply Un, of what <paramref name="read"/>
    /// holds.
    /// </summary>
    public void AddGradients(Sequence<T> d, Sequence<T> recurrent, Sequence<T> x, Sequence<T> state, Sequence<T> read, Span<T> gradient)
    {
        GradientProduct.Add(d, x, _w.Of(gradient), Inputs);
        GradientProduct.Add(d.SliceRows(0, 2 * HiddenSize), state, _u.Of(gradient), HiddenSize);
        GradientProduct.Add(recurrent, read, _u.Of(gradient)[(2 * HiddenSize * HiddenSize)..], HiddenSize);
        GradientProduct.AddRowSums(d, _bias.Of(gradient));
        if (_recurrentBias is not null)
            GradientProduct.AddRowSums(recurrent, _recurrentBias.Of(gradient));
    }

    public override RecurrentPass<T> CreatePass(int steps, int lanes) => new GruPass<T>(this, steps, lanes);
}
