namespace EdgeLstm.Quantize.Training;

/// <summary>
/// Recurrent layers one on the other, and a dense layer over the state in which the last one ends: one answer of <paramref name="Outputs"/>
/// values for each window.
/// </summary>
/// <param name="Inputs">Features of a sample.</param>
/// <param name="Layers">From the input up.</param>
/// <param name="Outputs">What the dense layer gives, before any activation of the output.</param>
/// <param name="Dropout">Share of each layer's outputs that training hides from the layer above.</param>
sealed record NetworkSpec(int Inputs, IReadOnlyList<RecurrentSpec> Layers, int Outputs, double Dropout = 0);
