using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>A Jordan layer's parameters: W, U, b of the hidden layer, V and c of the output.</summary>
sealed class JordanLayer<T> : RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly ParameterBlock _w, _u, _bias, _v, _outputBias;

    public JordanLayer(int inputs, int units, string name, ParameterList list)
        : base(inputs, units)
    {
        _w = list.Add($"{name}, W", ParameterKind.InputWeights, units, inputs);
        _u = list.Add($"{name}, U", ParameterKind.RecurrentWeights, units, units);
        _bias = list.Add($"{name}, b", ParameterKind.Bias, units, 1);
        _v = list.Add($"{name}, V", ParameterKind.OutputWeights, units, units);
        _outputBias = list.Add($"{name}, c", ParameterKind.OutputBias, units, 1);
        Sums = new(units, inputs, units);
        OutputSums = new(units, units, 0);
        ToHidden = new(units, units, 0);
        ToState = new(units, units, 0);
        ToInput = new(inputs, units, 0);
    }

    /// <summary>[b | W | U] and [c | V].</summary>
    public PackedMatrix<T> Sums { get; }

    public PackedMatrix<T> OutputSums { get; }

    /// <summary>Vᵀ, Uᵀ and Wᵀ.</summary>
    public PackedMatrix<T> ToHidden { get; }

    public PackedMatrix<T> ToState { get; }

    public PackedMatrix<T> ToInput { get; }

    public override void Pack(ReadOnlySpan<T> parameters)
    {
        Sums.Pack(_bias.Of(parameters), _w.Of(parameters), _u.Of(parameters));
        OutputSums.Pack(_outputBias.Of(parameters), _v.Of(parameters), []);
        ToHidden.PackTransposed(_v.Of(parameters));
        ToState.PackTransposed(_u.Of(parameters));
        ToInput.PackTransposed(_w.Of(parameters));
    }

    public void AddGradients(Sequence<T> d, Sequence<T> dOutput, Sequence<T> x, Sequence<T> state, Sequence<T> hidden, Span<T> gradient)
    {
        GradientProduct.Add(d, x, _w.Of(gradient), Inputs);
        GradientProduct.Add(d, state, _u.Of(gradient), HiddenSize);
        GradientProduct.AddRowSums(d, _bias.Of(gradient));
        GradientProduct.Add(dOutput, hidden, _v.Of(gradient), HiddenSize);
        GradientProduct.AddRowSums(dOutput, _outputBias.Of(gradient));
    }

    public override RecurrentPass<T> CreatePass(int steps, int lanes) => new JordanPass<T>(this, steps, lanes);
}
