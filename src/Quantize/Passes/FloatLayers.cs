using System.Runtime.InteropServices;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>Layers of the float32 scheme: the network's own numbers in the runtime's order.</summary>
static class FloatLayers
{
    public static ArtifactLayer Lstm(RecurrentLayer layer) => new(
        LayerKind.Lstm, layer.Name, layer.Sources[0], layer.Inputs, layer.Units, 0, 0, DenseActivation.Identity, 0,
        Bytes(layer.Bias, layer.W, layer.U), layer.InitialH.Concat(layer.InitialC).All(v => v == 0) ? [] : Bytes(layer.InitialH, layer.InitialC));

    public static ArtifactLayer Dense(DenseLayer layer) => new(
        LayerKind.Dense, layer.Name, layer.Sources[0], layer.Inputs, layer.Outputs, 0, 0, Enum.Parse<DenseActivation>(layer.Activation.ToString(), ignoreCase: true), 0,
        Bytes(layer.Bias, layer.W), []);

    static byte[] Bytes(params float[][] arrays) => [.. arrays.SelectMany(a => MemoryMarshal.AsBytes(a.AsSpan()).ToArray())];
}
