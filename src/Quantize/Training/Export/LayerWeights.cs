using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>The trained parameters, block by block, as they are after training: a sharpened gate's temperature is in its weights.</summary>
sealed class LayerWeights
{
    readonly Queue<(ParameterBlock Block, float[] Values)> _rest;

    public LayerWeights(TrainingResult model)
    {
        var network = model.Network;
        _rest = new(network.Blocks.Select(block => (block, block.Of<float>(network.Parameters.AsSpan()).ToArray())));
    }

    /// <summary>
    /// The next block, which has to be of <paramref name="kind"/>; rows of gates that choose are multiplied by <paramref
    /// name="sharpness"/>.
    /// </summary>
    public float[] Take(ParameterKind kind, float sharpness = 1)
    {
        var (block, values) = _rest.Dequeue();
        if (block.Kind != kind)
            throw new InvalidOperationException($"{block.Name} stands where {kind} was expected.");
        foreach (ref float value in values.AsSpan((block.Choosing.Start.Value * block.Columns)..(block.Choosing.End.Value * block.Columns)))
            value *= sharpness;
        return values;
    }

    /// <summary>σ(a/τ) is σ of weights divided by τ.</summary>
    public static float Sharpness(GateSpec gates) => gates.Kind == GateKind.Sharp ? (float)(1 / gates.Tau) : 1;

    /// <summary>The row groups of <paramref name="matrix"/> in another order; −1 is a group of zeros.</summary>
    public static float[] Reorder(float[] matrix, int groups, params ReadOnlySpan<int> order)
    {
        int size = matrix.Length / groups;
        var result = new float[order.Length * size];
        for (int i = 0; i < order.Length; i++)
            if (order[i] >= 0)
                matrix.AsSpan(order[i] * size, size).CopyTo(result.AsSpan(i * size));
        return result;
    }
}
