using System.Runtime.InteropServices;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>
/// The constants of one integer convolution: those of a dense layer over its taps, and what stands where there is no sample.
/// </summary>
static class ConvQuantization
{
    /// <param name="limit">The largest magnitude of an activation.</param>
    public static byte[] Pack(ConvLayer layer, ActivationScale input, int limit, double[,] moments)
    {
        var dense = new DenseLayer
        {
            Name = layer.Name,
            Sources = layer.Sources,
            W = layer.W,
            Bias = layer.Bias,
            Activation = Activation.Identity
        };
        return DenseQuantization.Pack(dense, ActivationScale.Join([.. Enumerable.Repeat(input, layer.Kernel)]), limit, moments);
    }

    /// <summary>The units of 0, feature by feature; empty where they are 0 or never read.</summary>
    public static byte[] Padding(ConvLayer layer, ActivationScale input, Scheme scheme)
    {
        int limit = scheme == Scheme.Int8 ? 127 : 16384;
        var zero = input.Centre.Zip(input.Step, (centre, step) => (short)Math.Clamp(Math.Round(-centre / step), -limit, limit)).ToArray();
        if (layer.PadBefore + layer.PadAfter == 0 || zero.All(units => units == 0))
            return [];
        return scheme == Scheme.Int8 ? [.. zero.Select(units => (byte)(sbyte)units)] : MemoryMarshal.AsBytes(zero.AsSpan()).ToArray();
    }
}
