using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;

namespace EdgeLstm.Quantize.Reference.Interpreter;

/// <summary>The runtime's object of a layer: what generated code declares by <see cref="ArtifactLayer.Declare"/>.</summary>
static class LayerObjects
{
    /// <summary>Null of kinds that have none.</summary>
    public static object? Of(ArtifactLayer layer, Scheme scheme) => (layer, scheme == Scheme.Float32) switch
    {
        (ArtifactCompressedLstm lstm, _) => new LstmLayer(
            lstm.Inputs, lstm.Outputs, lstm.Rank, [.. lstm.Forms], lstm.Data, lstm.CellBits, (short)lstm.HiddenScale, lstm.BinaryGates,
            lstm.Columns, int8Activations: scheme == Scheme.Int8),
        (ArtifactLstm lstm, false) => new LstmLayer(
            lstm.Inputs, lstm.Outputs, lstm.Data, lstm.CellBits, (short)lstm.HiddenScale, lstm.BinaryGates),
        (ArtifactLstm lstm, true) => new FloatLstmLayer(lstm.Inputs, lstm.Outputs, lstm.Data),
        (ArtifactCell cell, false) => new CellLayer(cell.Cell, cell.Flags, cell.Inputs, cell.HiddenSize, cell.Outputs, cell.Data),
        (ArtifactCell cell, true) => new FloatCellLayer(cell.Cell, cell.Flags, cell.Inputs, cell.HiddenSize, cell.Outputs, cell.Data),
        (ArtifactDense dense, false) => new DenseLayer(dense.Inputs, dense.Outputs, dense.Data),
        (ArtifactDense dense, true) => new FloatDenseLayer(dense.Inputs, dense.Outputs, dense.Data),
        (ArtifactConv conv, false) => new ConvLayer(conv.Inputs, conv.Outputs, conv.Kernel, conv.Dilation, conv.Data, conv.Initial),
        (ArtifactConv conv, true) => new FloatConvLayer(conv.Inputs, conv.Outputs, conv.Kernel, conv.Dilation, conv.Data),
        _ => null,
    };
}
