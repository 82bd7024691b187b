namespace EdgeLstm.Quantize.Training.Layers;

/// <summary>What a block of parameters is, for initialisation, rounding and export.</summary>
enum ParameterKind
{
    InputWeights,
    RecurrentWeights,
    Bias,

    /// <summary>The bias inside the candidate of a GRU that resets after the product.</summary>
    RecurrentBias,
    Peephole,
    OutputWeights,
    OutputBias,
}
