using EdgeLstm.Quantize.Training.Export;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training;

/// <summary>h' = tanh(W x + U h + b). Elman 1990.</summary>
sealed record ElmanSpec : CellSpec
{
    public override CellExport Export => new ElmanExport();

    public override RecurrentLayer<T> CreateLayer<T>(int inputs, int units, int place, string name, ParameterList list) =>
        new ElmanLayer<T>(inputs, units, name, list);
}
