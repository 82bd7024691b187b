using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>What fine-tuning trains: of each LSTM layer the numbers that its weights come of and its biases, then the read-out.</summary>
sealed class TunedWeights : IParameterization
{
    readonly ParameterList _list = new();
    readonly List<(TunedLayer Layer, ParameterBlock Own, LstmLayer<float> Lstm)> _layers = [];
    readonly List<(ParameterBlock Own, ParameterBlock Weights)> _plain = [];
    readonly float[] _start, _gradient;

    /// <param name="network">Whose weights they are.</param>
    /// <param name="layers">Of each LSTM layer.</param>
    /// <param name="start">Weights of the network where training starts, of which biases and read-out are taken.</param>
    public TunedWeights(TrainableNetwork<float> network, IReadOnlyList<TunedLayer> layers, float[] start)
    {
        foreach (var (layer, lstm) in layers.Zip(TunableStack.LstmsOf(network)))
        {
            _layers.Add((layer, _list.Add($"{lstm.W.Name} and U, tuned", ParameterKind.RecurrentWeights, layer.Count, 1), lstm));
            AddPlain(lstm.Bias);
        }

        AddPlain(network.ReadoutWeights);
        AddPlain(network.ReadoutBias);
        (_start, _gradient) = (start, new float[_list.Count]);

        void AddPlain(ParameterBlock block) => _plain.Add((_list.Add(block.Name, block.Kind, block.Rows, block.Columns), block));
    }

    public IReadOnlyList<ParameterBlock> Blocks => _list.Blocks;

    public float[] Start()
    {
        var theta = new float[_list.Count];
        foreach (var (layer, own, _) in _layers)
            layer.Begin(own.Of(theta.AsSpan()));
        foreach (var (own, weights) in _plain)
            weights.Of<float>(_start.AsSpan()).CopyTo(own.Of(theta.AsSpan()));
        return theta;
    }

    public void Weights(ReadOnlySpan<float> theta, int epoch, Span<float> weights)
    {
        foreach (var (layer, own, lstm) in _layers)
            layer.Weights(own.Of(theta), lstm.W.Of(weights), lstm.U.Of(weights));
        foreach (var (own, plain) in _plain)
            own.Of(theta).CopyTo(plain.Of(weights));
    }

    public float[] Gradient(ReadOnlySpan<float> theta, float[] ofWeights)
    {
        ReadOnlySpan<float> from = ofWeights;
        foreach (var (layer, own, lstm) in _layers)
            layer.Gradient(own.Of(theta), lstm.W.Of(from), lstm.U.Of(from), own.Of(_gradient.AsSpan()));
        foreach (var (own, plain) in _plain)
            plain.Of(from).CopyTo(own.Of(_gradient.AsSpan()));
        return _gradient;
    }
}
