using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.PyTorch.Modules;

/// <summary>
/// One direction of one layer of PyTorch's LSTM (rows i f g o), GRU (r z n, reset after the product) or RNN, in the network's order: i f g
/// o
/// and z r n.
/// </summary>
static class TorchCell
{
    /// <summary><c>weight_ih_l0_reverse</c>.</summary>
    public static string Parameter(string what, int layer, bool reverse) => $"{what}_l{layer}{(reverse ? "_reverse" : "")}";

    /// <param name="w">[G·H, I], with 4, 3 or 1 gates G.</param>
    /// <param name="u">[G·H, H].</param>
    /// <param name="inputBias">[G·H], or null for zeros; likewise <paramref name="recurrentBias"/>.</param>
    /// <param name="function">Of an RNN.</param>
    public static RecurrentLayer Layer(string name, int source, float[] w, float[] u, int units, float[]? inputBias,
        float[]? recurrentBias, ScalarFunction function)
    {
        int gates = u.Length / units / units;
        float[] input = inputBias ?? new float[gates * units], recurrent = recurrentBias ?? new float[gates * units];
        float[] bias = [.. input.Zip(recurrent, (a, b) => a + b)];
        if (gates == 3)
            input.AsSpan(2 * units).CopyTo(bias.AsSpan(2 * units)); // the candidate's recurrent bias stays apart
        int[] order = gates == 3 ? [1, 0, 2] : [.. Enumerable.Range(0, gates)];
        return new()
        {
            Name = name,
            Sources = [source],
            Cell = gates == 4 ? new LstmCell()
                : gates == 3 ? new GruCell { ResetAfter = true, RecurrentBias = recurrent[(2 * units)..] } : new ElmanCell(function),
            W = Ordered(w),
            U = Ordered(u),
            Bias = Ordered(bias),
            InitialH = new float[units],
            InitialC = gates == 4 ? new float[units] : [],
        };

        float[] Ordered(float[] all) => [.. order.SelectMany(gate => all.Skip(gate * (all.Length / gates)).Take(all.Length / gates))];
    }
}
