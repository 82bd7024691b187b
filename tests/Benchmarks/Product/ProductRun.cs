using EdgeLstm.Benchmarks.Models;
using EdgeLstm.Kernels;

namespace EdgeLstm.Benchmarks.Product;

/// <summary>The matrix-vector product of one layer, and what limits it.</summary>
abstract class ProductRun
{
    /// <summary>Bytes of all panels: weights and their constants.</summary>
    public required int Bytes { get; init; }

    /// <summary>Whether <see cref="Multiplies"/> says anything.</summary>
    public required bool HasLoop { get; init; }

    /// <summary>The product of the first layer of a model with a kernel of the integer schemes; null where there is none.</summary>
    public static ProductRun? Of(Size size, Scheme scheme, Kernel kernel) => (scheme, kernel) switch
    {
        (Scheme.Int8, Kernel.Avx2) => Make<sbyte, PanelInt8Avx2<Avx2PairProducts>, MultiplyAvx2<Int8Multiplies>>(size),
        (Scheme.Int8, Kernel.Avx512) => Make<sbyte, PanelInt8Avx512<Avx512PairOperations>, MultiplyAvx512<Int8Multiplies>>(size),
        (Scheme.Int8, Kernel.AdvSimdDotProduct) => Make<sbyte, PanelInt8AdvSimdDp, MultiplyDot>(size),
        (Scheme.Int8, Kernel.AdvSimd) => Make<sbyte, PanelInt8AdvSimd, MultiplyWidening>(size),
        (Scheme.Int8, Kernel.Scalar) => Make<sbyte, PanelScalar<sbyte>, NoLoop>(size),
        (Scheme.Int8x16, Kernel.Avx2) => Make<short, PanelInt16Avx2<Avx2Products>, MultiplyAvx2<Int16Multiplies>>(size),
        (Scheme.Int8x16, Kernel.Avx512) => Make<short, PanelInt16Avx512<Avx512Operations>, MultiplyAvx512<Int16Multiplies>>(size),
        (Scheme.Int8x16, Kernel.AdvSimdDotProduct) => Make<short, PanelInt16AdvSimdDp, MultiplyTwice<MultiplyDot>>(size),
        (Scheme.Int8x16, Kernel.AdvSimd) => Make<short, PanelInt16AdvSimd, MultiplyTwice<MultiplyWidening>>(size),
        (Scheme.Int8x16, Kernel.Scalar) => Make<short, PanelScalar<short>, NoLoop>(size),
        _ => null,
    };

    /// <summary>The product so many times, panels and activations as a step finds them.</summary>
    public abstract void Product(int times);

    /// <summary>As many multiply instructions, on registers and L1.</summary>
    public abstract void Multiplies(int times);

    /// <summary>Reads as many bytes, from wherever in the caches they are.</summary>
    public abstract void Stream(int times);

    static ProductRun Make<TActivation, TProduct, TLoop>(Size size)
        where TActivation : unmanaged
        where TProduct : IPanelProduct<TActivation>
        where TLoop : IMultiplyLoop
    {
        int blocks = (size.Units + 15) / 16;
        return new PanelRun<TActivation, TProduct, TLoop>(size, blocks)
        {
            Bytes = blocks * Panel.Bytes(Panel.Tiles(size.Inputs), Panel.Tiles(size.Units), TProduct.SumsPerRow),
            HasLoop = typeof(TLoop) != typeof(NoLoop),
        };
    }
}
