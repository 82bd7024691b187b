using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>The step's first half by itself, for who looks into it: the fused step never stores its sums.</summary>
public sealed unsafe partial class LstmLayer
{
    /// <summary>What the gates are about to be functions of.</summary>
    /// <param name="x">As a step takes it.</param>
    /// <param name="h">As a step takes it; it stays as it is.</param>
    /// <param name="sums">Pre-activations [blocks of 16 units][i, f, g, o][16], as many as four times <paramref name="h"/>.</param>
    internal void Sums(ReadOnlySpan<sbyte> x, ReadOnlySpan<sbyte> h, Span<short> sums)
    {
        Check(KernelChoice.Current, x.Length, h.Length, sums.Length / LstmCell.Gates);
        fixed (sbyte* px = &MemoryMarshal.GetReference(x), ph = &MemoryMarshal.GetReference(h))
        fixed (short* to = &MemoryMarshal.GetReference(sums))
            KernelChoice.RunInt8(KernelChoice.Current, new SumStep<sbyte>(this, px, ph, to));
    }

    /// <inheritdoc cref="Sums(ReadOnlySpan{sbyte}, ReadOnlySpan{sbyte}, Span{short})"/>
    internal void Sums(ReadOnlySpan<short> x, ReadOnlySpan<short> h, Span<short> sums)
    {
        Check(KernelChoice.Current, x.Length, h.Length, sums.Length / LstmCell.Gates);
        fixed (short* px = &MemoryMarshal.GetReference(x), ph = &MemoryMarshal.GetReference(h), to = &MemoryMarshal.GetReference(sums))
            KernelChoice.RunInt16(KernelChoice.Current, new SumStep<short>(this, px, ph, to));
    }

    readonly struct SumStep<TActivation>(LstmLayer layer, TActivation* x, TActivation* h, short* sums) : IKernelStep<TActivation>
        where TActivation : unmanaged
    {
        public bool PairSumsFit => layer.PairSumsFit;

        public bool HasLevels => layer.HasLevels;

        public bool Run<TProduct, TDot, TVector, TLanes>()
            where TProduct : IPanelProduct<TActivation>
            where TDot : IDotProduct<TActivation>
            where TVector : struct
            where TLanes : ILanes<TVector>
        {
            layer.Sums<TActivation, TProduct, TVector, TLanes>(x, h, sums);
            return false;
        }
    }

    void Sums<TActivation, TProduct, TVector, TLanes>(TActivation* x, TActivation* h, short* sums)
        where TActivation : unmanaged
        where TProduct : IPanelProduct<TActivation>
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        TActivation* room = stackalloc TActivation[_columns?.Room ?? 1];
        TActivation* readX = _columns is null ? x : room, readH = _columns is null ? h : _columns.Gather(x, h, room);
        byte* memory = stackalloc byte[Scratch.OtherBytes + ArrangedBytes<TActivation, TProduct>()];
        byte* scratch = Aligned(memory);
        byte* zx = scratch + Scratch.PreActivationBytes, zh = zx + TProduct.ArrangedBytes(_paddedInputs);
        TProduct.Arrange(readX, _xTiles, zx);
        TProduct.Arrange(readH, _hTiles, zh);
        int xTiles = _xTiles, hTiles = _hTiles;
        if (_projection is not null)
        {
            byte* zt = zh + TProduct.ArrangedBytes(_paddedUnits);
            Project<TActivation, TProduct, TVector, TLanes>(zx, zh, (short*)scratch, zt);
            zx = zt;
            (xTiles, hTiles) = (Panel.Tiles(_rank), 0);
        }

        byte* panel = _panels;
        for (int block = 0; block < _blocks; block++)
            panel = TProduct.Multiply(panel, zx, xTiles, zh, hTiles, sums + block * Panel.Rows);
    }
}
