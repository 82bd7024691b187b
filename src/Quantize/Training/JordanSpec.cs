using EdgeLstm.Quantize.Training.Export;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training;

/// <summary>
/// s = tanh(W x + U y + b), y' = tanh(V s + c): what feeds back is the output, here as wide as the hidden layer. Jordan 1986.
/// </summary>
sealed record JordanSpec : CellSpec
{
    public override CellExport Export => new JordanExport();

    public override RecurrentLayer<T> CreateLayer<T>(int inputs, int units, int place, string name, ParameterList list) =>
        new JordanLayer<T>(inputs, units, name, list);
}
