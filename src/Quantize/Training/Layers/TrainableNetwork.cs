using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>A network's parameters, as one vector, and their layouts for the products.</summary>
sealed class TrainableNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly ParameterList _list = new();
    readonly ParameterBlock _readout, _readoutBias;

    public TrainableNetwork(NetworkSpec spec)
    {
        Spec = spec;
        int inputs = spec.Inputs, place = 0;
        var levels = new List<IReadOnlyList<RecurrentLayer<T>>>();
        foreach (var layer in spec.Layers)
        {
            string name = $"layer {levels.Count}";
            levels.Add(layer.Bidirectional
                ? [Create(layer, inputs, place++, $"{name} forward"), Create(layer, inputs, place++, $"{name} reverse")]
                : [Create(layer, inputs, place++, name)]);
            inputs = layer.Outputs;
        }

        Levels = levels;
        _readout = _list.Add("output, V", ParameterKind.OutputWeights, spec.Outputs, inputs);
        _readoutBias = _list.Add("output, c", ParameterKind.OutputBias, spec.Outputs, 1);
        Readout = new(spec.Outputs, inputs, 0);
        ToFinal = new(inputs, spec.Outputs, 0);
        Parameters = new T[_list.Count];
    }

    public NetworkSpec Spec { get; }

    /// <summary>From the input up; at each level one layer, or two of opposite directions.</summary>
    public IReadOnlyList<IReadOnlyList<RecurrentLayer<T>>> Levels { get; }

    public IReadOnlyList<ParameterBlock> Blocks => _list.Blocks;

    /// <summary>What is trained.</summary>
    public T[] Parameters { get; }

    /// <summary>[c | V] of the output, and Vᵀ.</summary>
    public PackedMatrix<T> Readout { get; }

    public PackedMatrix<T> ToFinal { get; }

    /// <summary>
    /// Lays <paramref name="parameters"/> out for the products: <see cref="Parameters"/>, or what rounding makes of them.
    /// </summary>
    public void Pack(ReadOnlySpan<T> parameters)
    {
        foreach (var layer in Levels.SelectMany(level => level))
            layer.Pack(parameters);
        Readout.Pack(_readoutBias.Of(parameters), _readout.Of(parameters), []);
        ToFinal.PackTransposed(_readout.Of(parameters));
    }

    /// <summary>Zeroes what the equations do not have.</summary>
    public void Mask(Span<T> parameters)
    {
        foreach (var layer in Levels.SelectMany(level => level))
            layer.Mask(parameters);
    }

    public void AddReadoutGradient(ReadOnlySpan<T> dOutputs, ReadOnlySpan<T> final, Span<T> gradient, int lanes)
    {
        Span<T> v = _readout.Of(gradient), c = _readoutBias.Of(gradient);
        for (int output = 0; output < _readout.Rows; output++)
            for (int lane = 0; lane < lanes; lane++)
            {
                T d = dOutputs[output * lanes + lane];
                c[output] += d;
                for (int k = 0; k < _readout.Columns; k++)
                    v[output * _readout.Columns + k] += d * final[k * lanes + lane];
            }
    }

    RecurrentLayer<T> Create(RecurrentSpec layer, int inputs, int place, string name) => layer.Cell switch
    {
        LstmSpec lstm => new LstmLayer<T>(lstm, inputs, layer.HiddenSize, place, name, _list),
        GruSpec gru => new GruLayer<T>(gru, inputs, layer.HiddenSize, place, name, _list),
        ElmanSpec => new ElmanLayer<T>(inputs, layer.HiddenSize, name, _list),
        JordanSpec => new JordanLayer<T>(inputs, layer.HiddenSize, name, _list),
        _ => throw new ArgumentException($"No trainer for {layer.Cell.GetType().Name}."),
    };
}
