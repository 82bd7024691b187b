using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>An LSTM's parameters: W, U and b with the gates that it has in the order i, f, g, o.</summary>
sealed class LstmLayer<T> : RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public LstmLayer(LstmSpec spec, int inputs, int units, int place, string name, ParameterList list)
        : base(inputs, units)
    {
        (Spec, Place) = (spec, place);
        int next = 0;
        InputGate = spec.InputGate ? next++ : -1;
        ForgetGate = spec.OwnForgetGate ? next++ : -1;
        Choosing = next;
        Candidate = next++;
        OutputGate = spec.OutputGate ? next++ : -1;
        Gates = next;
        StateRows = spec.FullGateRecurrence ? 4 * units : units;

        var choosing = 0..(Choosing * units);
        W = list.Add($"{name}, W", ParameterKind.InputWeights, Gates * units, inputs, choosing);
        U = list.Add($"{name}, U", ParameterKind.RecurrentWeights, Gates * units, StateRows, choosing);
        Bias = list.Add($"{name}, b", ParameterKind.Bias, Gates * units, 1, choosing);
        if (spec.Peepholes)
        {
            InputPeephole = Peephole("pi", InputGate);
            ForgetPeephole = Peephole("pf", ForgetGate);
            OutputPeephole = Peephole("po", OutputGate);
        }

        Sums = new(Gates * units, inputs, StateRows);
        ToState = new(StateRows, Gates * units, 0);
        ToInput = new(inputs, Gates * units, 0);

        ParameterBlock? Peephole(string symbol, int gate) => gate < 0 ? null : list.Add($"{name}, {symbol}", ParameterKind.Peephole, units, 1);
    }

    public LstmSpec Spec { get; }

    /// <summary>Tells the noise of this layer from that of others.</summary>
    public int Place { get; }

    /// <summary>Each gate's place among the row groups of W, or −1.</summary>
    public int InputGate { get; }

    public int ForgetGate { get; }

    public int Candidate { get; }

    public int OutputGate { get; }

    /// <summary>Row groups, G.</summary>
    public int Gates { get; }

    /// <summary>Row groups that choose between old and new; they are the first.</summary>
    public int Choosing { get; }

    /// <summary>R.</summary>
    public int StateRows { get; }

    public ParameterBlock W { get; }

    public ParameterBlock U { get; }

    public ParameterBlock Bias { get; }

    public ParameterBlock? InputPeephole { get; }

    public ParameterBlock? ForgetPeephole { get; }

    public ParameterBlock? OutputPeephole { get; }

    /// <summary>[b | W | U].</summary>
    public PackedMatrix<T> Sums { get; }

    /// <summary>Uᵀ and Wᵀ.</summary>
    public PackedMatrix<T> ToState { get; }

    public PackedMatrix<T> ToInput { get; }

    /// <summary>The parameters of the pass in hand: peepholes are read from here.</summary>
    public T[] Parameters { get; private set; } = [];

    public override void Pack(ReadOnlySpan<T> parameters)
    {
        if (Spec.Peepholes)
            Parameters = parameters.ToArray();
        Sums.Pack(Bias.Of(parameters), W.Of(parameters), U.Of(parameters));
        ToState.PackTransposed(U.Of(parameters));
        ToInput.PackTransposed(W.Of(parameters));
    }

    /// <summary>With full gate recurrence, the candidate reads h alone.</summary>
    public override void Mask(Span<T> parameters)
    {
        if (!Spec.FullGateRecurrence)
            return;
        var matrix = U.Of(parameters);
        for (int row = Candidate * HiddenSize; row < (Candidate + 1) * HiddenSize; row++)
            matrix.Slice(row * StateRows + HiddenSize, StateRows - HiddenSize).Clear();
    }

    public override void InitializeGates(Span<T> parameters, SeededRandom random, double forgetBias, bool uniformGates, double inputBias)
    {
        var b = Bias.Of(parameters);
        for (int unit = 0; unit < HiddenSize; unit++)
        {
            T open = uniformGates ? UniformGate(random) : T.CreateTruncating(forgetBias);
            if (ForgetGate >= 0)
                b[ForgetGate * HiddenSize + unit] = uniformGates ? open : b[ForgetGate * HiddenSize + unit] + open;
            // f = 1 − σ(a) = σ(−a).
            if (InputGate >= 0 && (uniformGates || Spec.Coupled))
                b[InputGate * HiddenSize + unit] = -open;
            else if (InputGate >= 0)
                b[InputGate * HiddenSize + unit] += T.CreateTruncating(inputBias);
        }
    }

    public void AddGradients(Sequence<T> d, Sequence<T> x, Sequence<T> state, Span<T> gradient)
    {
        GradientProduct.Add(d, x, W.Of(gradient), W.Columns);
        GradientProduct.Add(d, state, U.Of(gradient), U.Columns);
        GradientProduct.AddRowSums(d, Bias.Of(gradient));
    }

    public override RecurrentPass<T> CreatePass(int steps, int lanes) => new LstmPass<T>(this, steps, lanes);
}
