using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>An Elman layer's parameters: W, U, b.</summary>
sealed class ElmanLayer<T> : RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly ParameterBlock _w, _u, _bias;

    public ElmanLayer(int inputs, int units, string name, ParameterList list)
        : base(inputs, units)
    {
        _w = list.Add($"{name}, W", ParameterKind.InputWeights, units, inputs);
        _u = list.Add($"{name}, U", ParameterKind.RecurrentWeights, units, units);
        _bias = list.Add($"{name}, b", ParameterKind.Bias, units, 1);
        Sums = new(units, inputs, units);
        ToState = new(units, units, 0);
        ToInput = new(inputs, units, 0);
    }

    /// <summary>[b | W | U], Uᵀ and Wᵀ.</summary>
    public PackedMatrix<T> Sums { get; }

    public PackedMatrix<T> ToState { get; }

    public PackedMatrix<T> ToInput { get; }

    public override void Pack(ReadOnlySpan<T> parameters)
    {
        Sums.Pack(_bias.Of(parameters), _w.Of(parameters), _u.Of(parameters));
        ToState.PackTransposed(_u.Of(parameters));
        ToInput.PackTransposed(_w.Of(parameters));
    }

    public void AddGradients(Sequence<T> d, Sequence<T> x, Sequence<T> state, Span<T> gradient)
    {
        GradientProduct.Add(d, x, _w.Of(gradient), Inputs);
        GradientProduct.Add(d, state, _u.Of(gradient), HiddenSize);
        GradientProduct.AddRowSums(d, _bias.Of(gradient));
    }

    public override RecurrentPass<T> CreatePass(int steps, int lanes) => new ElmanPass<T>(this, steps, lanes);
}
