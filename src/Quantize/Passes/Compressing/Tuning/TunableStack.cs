using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Training;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>
/// A network as the trainer has it: plain LSTM layers one on the other, and the dense layers that read the last of them, side by side as one linear read-out. What those dense layers' activations and all that stands behind
/// them make of it is not trained; a read-out's value counts as much as the network's outputs move with it.
/// </summary>
sealed class TunableStack
{
    readonly Network _network;
    readonly RecurrentLayer[] _lstms;
    readonly int[] _dense;

    public TunableStack(Network network)
    {
        _network = network;
        int depth = network.Layers.TakeWhile((layer, k) => layer is RecurrentLayer { Cell: LstmCell { IsPlain: true }, Direction: Direction.Forward } lstm && lstm.Sources[0] == k - 1).Count();
        _lstms = [.. network.Layers.Take(depth).Cast<RecurrentLayer>()];
        _dense = [.. Enumerable.Range(0, network.Layers.Count).Where(k => k >= depth && network.Layers[k].Sources.Contains(depth - 1))];
        var odd = network.Layers.Skip(depth).FirstOrDefault(layer => layer is RecurrentLayer || !layer.Streams || layer.Sources.Any(source => source < depth && (source < depth - 1 || layer is not DenseLayer)));
        if (depth == 0)
            throw Refused($"layer '{network.Layers[0].Name}' before the first plain LSTM", network.Layers[0]);
        if (odd is not null)
            throw Refused($"layer '{odd.Name}' behind the LSTM layers", odd);
        if (network.Heads.FirstOrDefault(head => head < depth, -1) is >= 0 and var bare)
            throw Refused($"the states of layer '{network.Layers[bare].Name}' as the model's answer", network.Layers[bare]);
        if (_lstms.FirstOrDefault(lstm => lstm.InitialHInput is not null || lstm.InitialCInput is not null || lstm.InitialH.Concat(lstm.InitialC).Any(v => v != 0)) is { } started)
            throw Refused($"initial states of layer '{started.Name}'", started);
        Spec = new(_lstms[0].Inputs, [.. _lstms.Select(lstm => new RecurrentSpec(new LstmSpec { Gates = ((LstmCell)lstm.Cell).IsBinary ? new(GateKind.Hard, 1) : GateSpec.Soft }, lstm.HiddenSize))],
            _dense.Sum(k => network.Layers[k].Outputs));
    }

    public Network Network => _network;

    public NetworkSpec Spec { get; }

    public IReadOnlyList<RecurrentLayer> Lstms => _lstms;

    /// <summary>The LSTM layers as the trainer has them.</summary>
    public static IEnumerable<LstmLayer<float>> LstmsOf(TrainableNetwork<float> network) =>
        network.Levels.Select(level => (LstmLayer<float>)level[0]);

    /// <summary>
    /// The weights of a network of the same shape, in the order of <paramref name="trained"/>, the read-out in units of
    /// <paramref name="scale"/>.
    /// </summary>
    public float[] Write(Network of, TrainableNetwork<float> trained, ReadOnlySpan<double> scale)
    {
        var weights = new float[trained.Parameters.Length];
        foreach (var (layer, lstm) in of.Layers.Take(_lstms.Length).Cast<RecurrentLayer>().Zip(LstmsOf(trained)))
        {
            layer.W.CopyTo(lstm.W.Of(weights.AsSpan()));
            layer.U.CopyTo(lstm.U.Of(weights.AsSpan()));
            layer.Bias.CopyTo(lstm.Bias.Of(weights.AsSpan()));
        }

        Span<float> v = trained.ReadoutWeights.Of(weights.AsSpan()), c = trained.ReadoutBias.Of(weights.AsSpan());
        int row = 0, width = _lstms[^1].HiddenSize;
        foreach (int k in _dense)
        {
            var layer = (DenseLayer)of.Layers[k];
            for (int output = 0; output < layer.Outputs; output++, row++)
            {
                for (int column = 0; column < width; column++)
                    v[row * width + column] = (float)(layer.W[output * width + column] * scale[row]);
                c[row] = (float)(layer.Bias[output] * scale[row]);
            }
        }

        return weights;
    }

    /// <summary>
    /// The network with <paramref name="weights"/> in the order of <paramref name="trained"/>; <paramref name="levels"/>: of each LSTM layer,
    /// what its rows are multiples of.
    /// </summary>
    public Network Read(
        TrainableNetwork<float> trained, ReadOnlySpan<float> weights, ReadOnlySpan<double> scale, IReadOnlyList<LevelSteps?> levels)
    {
        var layers = _network.Layers.ToArray();
        foreach (var (k, lstm) in LstmsOf(trained).Index())
            layers[k] = _lstms[k] with
            {
                W = lstm.W.Of(weights).ToArray(),
                U = lstm.U.Of(weights).ToArray(),
                Bias = lstm.Bias.Of(weights).ToArray(),
                Levels = levels[k],
            };
        ReadOnlySpan<float> v = trained.ReadoutWeights.Of(weights), c = trained.ReadoutBias.Of(weights);
        int row = 0, width = _lstms[^1].HiddenSize;
        foreach (int k in _dense)
        {
            var layer = (DenseLayer)layers[k];
            var (w, bias) = (new float[layer.W.Length], new float[layer.Bias.Length]);
            for (int output = 0; output < layer.Outputs; output++, row++)
            {
                for (int column = 0; column < width; column++)
                    w[output * width + column] = (float)(v[row * width + column] / scale[row]);
                bias[output] = (float)(c[row] / scale[row]);
            }

            layers[k] = layer with { W = w, Bias = bias };
        }

        return _network with { Layers = layers };
    }

    /// <summary>The network with <paramref name="by"/> more at value <paramref name="index"/> of its read-out.</summary>
    public Network Moved(int index, double by)
    {
        var layers = _network.Layers.ToArray();
        foreach (int k in _dense)
        {
            var layer = (DenseLayer)layers[k];
            if (index >= 0 && index < layer.Outputs)
                layers[k] = layer with { Bias = [.. layer.Bias.Select((v, output) => output == index ? (float)(v + by) : v)] };
            index -= layer.Outputs;
        }

        return _network with { Layers = layers };
    }

    ModelException Refused(string found, Layer layer) => new(ErrorCatalogue.NotTunable, found,
        "plain LSTM layers one on the other, from zero states, and dense layers that read the last of them", "leave --fine-tune out", _network.Source, layer.Name);
}
