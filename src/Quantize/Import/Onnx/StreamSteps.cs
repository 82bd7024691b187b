using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>
/// Graphs that take one piece of a stream a call: a sample, or a few samples and every layer's state. The length that such a graph
/// declares is no window: it says nothing of how long a stream is, nor of
/// how many samples an answer needs.
/// </summary>
/// <param name="ArePieces">Whether what the graph takes is a piece of a stream.</param>
/// <param name="KeepStates">Whether it takes all states with it.</param>
/// <param name="AreSamples">Whether a piece is one sample, so that there is an answer to each.</param>
readonly record struct StreamSteps(bool ArePieces, bool KeepStates, bool AreSamples)
{
    public static StreamSteps Of(ImportContext context, IReadOnlyList<Layer> layers, IReadOnlySet<StateInput> givenBack)
    {
        if (context.Roles.Window is not int window || layers.Any(layer => !layer.Streams))
            return default;
        if (window > 1 && !layers.Any(layer => layer is RecurrentLayer))
            return default;
        var anew = layers.FirstOrDefault(layer => BeginsAnew(layer).Contains(true));
        if (window > 1 && (anew is not null || !States(layers).All(givenBack.Contains)))
            return default;
        // In a window of one sample a recurrence has nothing to remember: nobody trains that.
        string samples = window == 1 ? "one sample" : FormattableString.Invariant($"{window} samples");
        if (!layers.Any(layer => BeginsAnew(layer).Any()))
        {
            context.Note($"the graph takes {samples} a call and remembers nothing of it: Step answers each sample for itself. Data of any "
                + "length are read so");
            return new(true, false, true);
        }

        context.Note(anew is null
            ? $"the graph takes {samples} a call, and every state: a piece of a stream and no window. Data of any length are read as a stream, and warm-up is measured on them"
            : $"the graph takes {samples} a call, and begins '{anew.Name.Short()}' anew with each, so that it would remember nothing: read as a step of a stream, whose state Step carries on. Data of any length are read so, and warm-up is measured on them");
        return new(true, anew is null, window == 1);
    }

    /// <summary>Per state of a layer over time, whether the graph begins it at each call; nothing of others.</summary>
    static IEnumerable<bool> BeginsAnew(Layer layer) => layer switch
    {
        RecurrentLayer { Cell.HasCellState: true } lstm => [lstm.InitialHInput is null, lstm.InitialCInput is null],
        RecurrentLayer recurrent => [recurrent.InitialHInput is null],
        ConvLayer { Kernel: > 1 } or PoolLayer { Kernel: null or > 1 } => [true],
        _ => [],
    };

    static IEnumerable<StateInput> States(IReadOnlyList<Layer> layers) =>
        layers.OfType<RecurrentLayer>().SelectMany(layer => (StateInput?[])[layer.InitialHInput, layer.InitialCInput]).OfType<StateInput>();
}
