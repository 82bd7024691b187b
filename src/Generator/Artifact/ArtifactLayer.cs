namespace EdgeLstm.Generator.Artifact;

/// <summary>One layer as the runtime takes it.</summary>
/// <param name="Kind">LSTM or dense.</param>
/// <param name="Name">The source graph's name.</param>
/// <param name="Source">Index of the layer that this one reads, −1 for the input.</param>
/// <param name="Inputs">Input features.</param>
/// <param name="Outputs">Hidden units, or rows.</param>
/// <param name="CellBits">LSTM, integer schemes: fraction bits of the cell state; else 0.</param>
/// <param name="HiddenScale">LSTM, integer schemes: activation units of h = 1; else 0.</param>
/// <param name="Activation">Dense.</param>
/// <param name="InverseStep">Dense, integer schemes, where another layer reads it: activation units per 1; else 0.</param>
/// <param name="Data">Constants in the order that the runtime's layer of this scheme documents.</param>
/// <param name="InitialState">LSTM: h [units] then c [units] in the scheme's types where they are not all zero; else empty.</param>
public sealed record ArtifactLayer(
    LayerKind Kind,
    string Name,
    int Source,
    int Inputs,
    int Outputs,
    int CellBits,
    int HiddenScale,
    DenseActivation Activation,
    float InverseStep,
    byte[] Data,
    byte[] InitialState);
