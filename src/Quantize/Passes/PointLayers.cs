using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>Layers that are the same in every scheme: their constants are floats, or they have none.</summary>
static class PointLayers
{
    public static LayerHeader Header(Layer layer) =>
        new(layer.Name, layer.Sources, layer is AddLayer ? layer.Outputs : layer.Inputs, layer.Outputs);

    public static ArtifactFunction Function(Activation activation) => activation.Function is { } function
        ? new(function.Kind, function.Alpha, function.Beta)
        : new(FunctionKind.Softmax);

    /// <summary>Without its constants.</summary>
    public static ArtifactLayer Dense(DenseLayer layer) => new ArtifactDense(Header(layer), Function(layer.Activation));

    /// <summary>Without its constants.</summary>
    public static ArtifactLayer Conv(ConvLayer layer) =>
        new ArtifactConv(Header(layer), layer.Kernel, layer.Dilation, layer.Stride, layer.PadBefore, layer.PadAfter,
            Function(layer.Activation));

    public static ArtifactLayer Of(Layer layer) => layer switch
    {
        NormLayer norm => new ArtifactNorm(Header(layer), norm.Epsilon) { Data = Bytes(norm.Gamma, norm.Beta) },
        AffineLayer affine => new ArtifactAffine(Header(layer)) { Data = Bytes(affine.Scale, affine.Shift) },
        PoolLayer pool => new ArtifactPool(
            Header(layer), pool.Kind == PoolKind.Max, pool.Kernel ?? 0, pool.Kernel is null ? 1 : pool.Stride, pool.PadBefore,
            pool.PadAfter, pool.Kernel is not null && pool.CountsPadding),
        ActivationLayer activation => new ArtifactActivation(Header(layer), Function(activation.Activation)),
        ConcatLayer => new ArtifactConcat(Header(layer)),
        AddLayer => new ArtifactAdd(Header(layer)),
        CellStateLayer => new ArtifactCellState(Header(layer)),
        PickLayer last => new ArtifactPick(Header(layer), last.First),
        RepeatLayer repeat => new ArtifactRepeat(Header(layer), repeat.Times ?? 0),
        _ => throw new InvalidOperationException($"No quantization for {layer.GetType().Name}."),
    };

    public static byte[] Bytes(params float[][] arrays) => [.. arrays.SelectMany(a => MemoryMarshal.AsBytes(a.AsSpan()).ToArray())];
}
