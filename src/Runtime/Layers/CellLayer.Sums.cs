using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>The step's products by themselves, for who looks into it: the fused step never stores their sums.</summary>
public sealed unsafe partial class CellLayer
{
    /// <summary>The sums of the first product.</summary>
    /// <param name="x">As a step takes it.</param>
    /// <param name="h">As a step takes it; it stays as it is.</param>
    /// <returns>[blocks of 16 units][groups][16].</returns>
    internal short[] FirstSums<TActivation>(ReadOnlySpan<TActivation> x, ReadOnlySpan<TActivation> h)
        where TActivation : unmanaged => Sums(_first, _shape.First.Groups, x, h);

    /// <summary>The same of the second product of a GRU that resets before it: of x and r·h.</summary>
    internal short[] SecondSums<TActivation>(ReadOnlySpan<TActivation> x, ReadOnlySpan<TActivation> reset)
        where TActivation : unmanaged => Sums(_second!, _shape.Second.Groups, x, reset);

    short[] Sums<TActivation>(CellPanels product, int groups, ReadOnlySpan<TActivation> x, ReadOnlySpan<TActivation> r)
        where TActivation : unmanaged
    {
        Throw.IfShorter(x.Length, _paddedInputs, nameof(x));
        Throw.IfShorter(r.Length, product == _first ? _shape.RecurrentLength : _paddedUnits, nameof(r));
        var sums = new short[product.Blocks * groups * BlockUnits + Panel.Rows]; // the last panel may be a part of one
        fixed (TActivation* px = &MemoryMarshal.GetReference(x), pr = &MemoryMarshal.GetReference(r))
        fixed (short* to = sums)
        {
            if (typeof(TActivation) == typeof(sbyte))
                KernelChoice.RunInt8(KernelChoice.Current, new SumStep<sbyte>(this, product, groups, (sbyte*)px, (sbyte*)pr, to));
            else
                KernelChoice.RunInt16(KernelChoice.Current, new SumStep<short>(this, product, groups, (short*)px, (short*)pr, to));
        }

        return sums[..(product.Blocks * groups * BlockUnits)];
    }

    readonly struct SumStep<TActivation>(CellLayer layer, CellPanels product, int groups, TActivation* x, TActivation* r, short* sums)
        : IKernelStep<TActivation>
        where TActivation : unmanaged
    {
        public bool PairSumsFit => layer.PairSumsFit;

        public bool HasLevels => false;

        public bool Run<TProduct, TDot, TVector, TLanes>()
            where TProduct : IPanelProduct<TActivation>
            where TDot : IDotProduct<TActivation>
            where TVector : struct
            where TLanes : ILanes<TVector>
        {
            int xBytes = TProduct.ArrangedBytes(layer._paddedInputs);
            int rBytes = TProduct.ArrangedBytes(Math.Max(layer._shape.RecurrentLength, layer._paddedUnits));
            byte* zx = stackalloc byte[xBytes + rBytes], zr = zx + xBytes;
            TProduct.Arrange(x, product.XTiles, zx);
            TProduct.Arrange(r, product.RTiles, zr);
            byte* panel = product.Pointer;
            for (int k = 0; k < groups * product.Blocks; k += Panel.Rows / BlockUnits)
                panel = TProduct.Multiply(panel, zx, product.XTiles, zr, product.RTiles, sums + k * BlockUnits);
            return false;
        }
    }
}
