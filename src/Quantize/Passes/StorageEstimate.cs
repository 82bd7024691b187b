using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>Bytes that a layer's constants take, before any model is made.</summary>
static class StorageEstimate
{
    const int ScaleBytes = 4, BiasBytes = 4;

    public static long Float32(Layer layer) => layer.Parameters * sizeof(float);

    /// <summary>
    /// One byte per weight; a float32 scale per row, of the input and of the recurrent matrix each; an int32 bias per row.
    /// </summary>
    public static long Int8(Layer layer) => layer switch
    {
        RecurrentLayer recurrent => recurrent.W.Length + recurrent.U.Length + recurrent.Cell.Parameters
            + (long)recurrent.Bias.Length * (2 * ScaleBytes + BiasBytes),
        DenseLayer dense => dense.W.Length + (long)dense.Bias.Length * (ScaleBytes + BiasBytes),
        ConvLayer conv => conv.W.Length + (long)conv.Bias.Length * (ScaleBytes + BiasBytes),
        _ => Float32(layer),
    };
}
