using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Cells;

namespace EdgeLstm.Quantize.Passes;

/// <summary>Layers of the float32 scheme: the network's own numbers in the runtime's order.</summary>
static class FloatLayers
{
    public static ArtifactLayer Lstm(RecurrentLayer layer) =>
        new ArtifactLstm(layer.Header, layer.Direction == Direction.Reverse, 0, 0)
        {
            Data = Layer.Bytes(layer.Bias, layer.W, layer.U),
            Initial = layer.InitialH.Concat(layer.InitialC).All(v => v == 0) ? [] : Layer.Bytes(layer.InitialH, layer.InitialC),
        };

    /// <summary>Functions, products and peepholes in the order that the runtime's FloatCellLayer documents.</summary>
    public static ArtifactLayer Cell(RecurrentLayer layer) => CellNames.Artifact(layer, 0, 0, 0) with
    {
        Data = layer.Cell.FloatConstants(layer),
        Initial = layer.InitialH.Concat(layer.InitialC).All(v => v == 0) ? [] : Layer.Bytes(layer.InitialH, layer.InitialC),
    };

    public static ArtifactLayer Dense(DenseLayer layer) => layer.ToArtifact() with { Data = Layer.Bytes(layer.Bias, layer.W) };

    public static ArtifactLayer Conv(ConvLayer layer) => layer.ToArtifact() with { Data = Layer.Bytes(layer.Bias, layer.W) };
}
