using System.Runtime.InteropServices;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>Layers of the float32 scheme: the network's own numbers in the runtime's order.</summary>
static class FloatLayers
{
    public static ArtifactLayer Lstm(LstmLayer layer) => new(
        LayerKind.Lstm, layer.Name, layer.Source, layer.Inputs, layer.Units, 0, 0, DenseActivation.Identity, 0,
        Bytes(layer.Bias, layer.W, layer.U), layer.InitialH.Concat(layer.InitialC).All(v => v == 0) ? [] : Bytes(layer.InitialH, layer.InitialC));

    public static ArtifactLayer Dense(DenseLayer layer) => new(
        LayerKind.Dense, layer.Name, layer.Source, layer.Inputs, layer.Outputs, 0, 0, Enum.Parse<DenseActivation>(layer.Activation.ToString()), 0,
        Bytes(layer.Bias, layer.W), []);

    static byte[] Bytes(params float[][] arrays) => [.. arrays.SelectMany(a => MemoryMarshal.AsBytes(a.AsSpan()).ToArray())];
}
