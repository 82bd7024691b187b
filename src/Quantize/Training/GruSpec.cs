using EdgeLstm.Quantize.Training.Export;
using EdgeLstm.Quantize.Training.Layers;

namespace EdgeLstm.Quantize.Training;

/// <summary>
/// z = σ(Wz x + Uz h + bz), r = σ(Wr x + Ur h + br), h' = (1 − z)∘n + z∘h. Reset before the product (Cho 2014): n = tanh(Wn x + Un (r∘h) +
/// bn); after it (PyTorch, cuDNN, Keras): n = tanh(Wn x + bn + r∘(Un h + rbn)).
/// </summary>
sealed record GruSpec(bool ResetAfter = true) : CellSpec
{
    public override CellExport Export => new GruExport(this);

    public override RecurrentLayer<T> CreateLayer<T>(int inputs, int units, int place, string name, ParameterList list) =>
        new GruLayer<T>(this, inputs, units, place, name, list);
}
