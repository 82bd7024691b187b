using System.Numerics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>A network's parameters, as one vector, and their layouts for the products.</summary>
sealed class TrainableNetwork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly ParameterList _list = new();

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
        ReadoutWeights = _list.Add("output, V", ParameterKind.OutputWeights, spec.Outputs, inputs);
        ReadoutBias = _list.Add("output, c", ParameterKind.OutputBias, spec.Outputs, 1);
        Readout = new(spec.Outputs, inputs, 0);
        ToFinal = new(inputs, spec.Outputs, 0);
        Parameters = new T[_list.Count];
    }

    public NetworkSpec Spec { get; }

    /// <summary>From the input up; at each level one layer, or two of opposite directions.</summary>
    public IReadOnlyList<IReadOnlyList<RecurrentLayer<T>>> Levels { get; }

    public IReadOnlyList<ParameterBlock> Blocks => _list.Blocks;

    /// <summary>V and c of the output.</summary>
    public ParameterBlock ReadoutWeights { get; }

    public ParameterBlock ReadoutBias { get; }

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
        Readout.Pack(ReadoutBias.Of(parameters), ReadoutWeights.Of(parameters), []);
        ToFinal.PackTransposed(ReadoutWeights.Of(parameters));
    }

    /// <summary>Zeroes what the equations do not have.</summary>
    public void Mask(Span<T> parameters)
    {
        foreach (var layer in Levels.SelectMany(level => level))
            layer.Mask(parameters);
    }

    public void AddReadoutGradient(ReadOnlySpan<T> dOutputs, ReadOnlySpan<T> final, Span<T> gradient, int lanes)
    {
        Span<T> v = ReadoutWeights.Of(gradient), c = ReadoutBias.Of(gradient);
        for (int output = 0; output < ReadoutWeights.Rows; output++)
            for (int lane = 0; lane < lanes; lane++)
            {
                T d = dOutputs[output * lanes + lane];
                c[output] += d;
                for (int k = 0; k < ReadoutWeights.Columns; k++)
                    v[output * ReadoutWeights.Columns + k] += d * final[k * lanes + lane];
            }
    }

    RecurrentLayer<T> Create(RecurrentSpec layer, int inputs, int place, string name) =>
        layer.Cell.CreateLayer<T>(inputs, layer.HiddenSize, place, name, _list);
}
