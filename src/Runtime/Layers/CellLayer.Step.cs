using System.Runtime.CompilerServices;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

public sealed unsafe partial class CellLayer
{
    const int BlockUnits = LstmCell.BlockUnits;
    const int ChunkBlocks = 4; // whole panels whatever the number of groups, and 64 values a function call

    GateFunction* Functions => (GateFunction*)_constants.Pointer;

    CellConstants* Constants => (CellConstants*)(Functions + _shape.Functions);

    short* Tables0 => (short*)(Constants + 1);

    /// <summary>
    /// The layer's step: arrange [x, r]; then, four blocks of sixteen units at a time, the product of their panels, and the cell.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // the JIT's first, unoptimised version of vector code is a hundred times slower
    bool Step<TActivation, TProduct, TVector, TLanes>(TActivation* x, TActivation* h, short* c)
        where TActivation : unmanaged
        where TProduct : IPanelProduct<TActivation>
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        int recurrent = _shape.RecurrentLength, outputs = LstmLayer.Padded(_shape.Outputs), groups = _shape.First.Groups;
        int xBytes = TProduct.ArrangedBytes(_paddedInputs);
        byte* zx = stackalloc byte[xBytes + TProduct.ArrangedBytes(recurrent)];
        byte* zr = zx + xBytes;
        // what the second product reads: r·h, or a Jordan network's h
        TActivation* between = stackalloc TActivation[_second is null ? 1 : _paddedUnits];
        short* update = stackalloc short[_shape.Kind == CellKind.GruResetBefore ? _paddedUnits : 1];
        short* pre = stackalloc short[ChunkBlocks * Panel.Rows];
        TProduct.Arrange(x, _first.XTiles, zx);
        TProduct.Arrange(h, _first.RTiles, zr); // every panel reads all of the old h, and its block writes a part of the new

        bool isCut = false;
        byte* panel = _first.Pointer;
        for (int block = 0; block < _first.Blocks; block += ChunkBlocks)
        {
            int blocks = Math.Min(_first.Blocks - block, ChunkBlocks), unit = block * BlockUnits;
            for (int k = 0; k < groups * blocks; k += 4)
                panel = TProduct.Multiply(panel, zx, _first.XTiles, zr, _first.RTiles, pre + k * BlockUnits);
            switch (_shape.Kind)
            {
                case CellKind.Elman: isCut |= Elman<TActivation, TVector, TLanes>(0, pre, blocks, h + unit, Constants->Hidden); break;
                case CellKind.Jordan:
                    isCut |= Elman<TActivation, TVector, TLanes>(0, pre, blocks, between + unit, Constants->Hidden);
                    break;
                case CellKind.GruResetAfter: isCut |= Gru<TActivation, TVector, TLanes>(pre, blocks, c + unit, h + unit); break;
                case CellKind.GruResetBefore:
                    GruGates<TActivation, TVector, TLanes>(pre, blocks, c + unit, between + unit, update + unit);
                    break;
                default: isCut |= Lstm<TActivation, TVector, TLanes>(pre, block, blocks, c + unit, h + unit, outputs); break;
            }
        }

        if (_second is null)
            return isCut;
        bool isGru = _shape.Kind == CellKind.GruResetBefore;
        byte* arranged = stackalloc byte[TProduct.ArrangedBytes(_paddedUnits)];
        TProduct.Arrange(between, Panel.Tiles(_shape.HiddenSize), arranged);
        if (!isGru)
            TProduct.Arrange(h, 0, zr); // nothing recurs in y = g(V·h), which a product that sums what it arranges has to know
        panel = _second.Pointer;
        for (int block = 0; block < _second.Blocks; block += ChunkBlocks)
        {
            int blocks = Math.Min(_second.Blocks - block, ChunkBlocks), unit = block * BlockUnits;
            for (int k = 0; k < blocks; k += 4)
            {
                panel = isGru
                    ? TProduct.Multiply(panel, zx, _second.XTiles, arranged, _second.RTiles, pre + k * BlockUnits)
                    : TProduct.Multiply(panel, arranged, _second.XTiles, zr, 0, pre + k * BlockUnits);
            }

            isCut |= isGru
                ? GruUpdate<TActivation, TVector, TLanes>(pre, blocks, c + unit, h + unit, update + unit)
                : Elman<TActivation, TVector, TLanes>(1, pre, blocks, h + unit, Constants->Added);
        }

        return isCut;
    }

    bool Elman<TActivation, TVector, TLanes>(int function, short* pre, int blocks, TActivation* target, CellScale scale)
        where TActivation : unmanaged
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        GateFunctions.Apply<TVector, TLanes>(Functions[function], Tables0, pre, BlockUnits, blocks);
        return ElmanCell.Update<TVector, TLanes, TActivation>(pre, blocks, target, scale);
    }

    bool Gru<TActivation, TVector, TLanes>(short* pre, int blocks, short* c, TActivation* h)
        where TActivation : unmanaged
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        const int Stride = 4 * BlockUnits;
        GateFunctions.Apply<TVector, TLanes>(Functions[0], Tables0, pre, Stride, blocks);
        GateFunctions.Apply<TVector, TLanes>(Functions[1], Tables0, pre + BlockUnits, Stride, blocks);
        GruCell.Candidate<TVector, TLanes>(pre, blocks, *Constants);
        GateFunctions.Apply<TVector, TLanes>(Functions[2], Tables0, pre + 2 * BlockUnits, Stride, blocks);
        return GruCell.Update<TVector, TLanes, TActivation>(pre, Stride, pre + 2 * BlockUnits, Stride, blocks, c, h, *Constants);
    }

    void GruGates<TActivation, TVector, TLanes>(short* pre, int blocks, short* c, TActivation* reset, short* update)
        where TActivation : unmanaged
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        const int Stride = 2 * BlockUnits;
        GateFunctions.Apply<TVector, TLanes>(Functions[0], Tables0, pre, Stride, blocks);
        GateFunctions.Apply<TVector, TLanes>(Functions[1], Tables0, pre + BlockUnits, Stride, blocks);
        GruCell.Reset<TVector, TLanes, TActivation>(pre + BlockUnits, Stride, blocks, c, reset, *Constants);
        for (int k = 0; k < blocks; k++)
            new ReadOnlySpan<short>(pre + k * Stride, BlockUnits).CopyTo(new Span<short>(update + k * BlockUnits, BlockUnits));
    }

    bool GruUpdate<TActivation, TVector, TLanes>(short* pre, int blocks, short* c, TActivation* h, short* update)
        where TActivation : unmanaged
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        GateFunctions.Apply<TVector, TLanes>(Functions[2], Tables0, pre, BlockUnits, blocks);
        return GruCell.Update<TVector, TLanes, TActivation>(update, BlockUnits, pre, BlockUnits, blocks, c, h, *Constants);
    }

    bool Lstm<TActivation, TVector, TLanes>(short* pre, int block, int blocks, short* c, TActivation* h, int section)
        where TActivation : unmanaged
        where TVector : struct
        where TLanes : ILanes<TVector>
    {
        LstmGates gates = _shape.Gates;
        int stride = gates.Groups * BlockUnits;
        short* peephole = (short*)(_constants.Pointer + PeepholeOffset) + block * BlockUnits;
        bool sees = _shape.Peepholes != 0;
        if (gates.I >= 0)
        {
            if (sees)
                LstmVariantCell.Peephole<TVector, TLanes>(pre + gates.I * BlockUnits, stride, blocks, c, peephole + gates.I * _paddedUnits,
                    Constants->PeepholeI);
            GateFunctions.Apply<TVector, TLanes>(Functions[0], Tables0, pre + gates.I * BlockUnits, stride, blocks);
        }

        if (gates.F >= 0)
        {
            if (sees)
                LstmVariantCell.Peephole<TVector, TLanes>(pre + gates.F * BlockUnits, stride, blocks, c, peephole + gates.F * _paddedUnits,
                    Constants->PeepholeF);
            GateFunctions.Apply<TVector, TLanes>(Functions[1], Tables0, pre + gates.F * BlockUnits, stride, blocks);
        }

        GateFunctions.Apply<TVector, TLanes>(Functions[2], Tables0, pre + gates.G * BlockUnits, stride, blocks);
        bool isCut = LstmVariantCell.Cell<TVector, TLanes>(pre, blocks, c, gates, *Constants);
        if (gates.O >= 0)
        {
            if (sees) // the output gate's is the new cell state; it comes after i and f, of which the candidate is none
                LstmVariantCell.Peephole<TVector, TLanes>(pre + gates.O * BlockUnits, stride, blocks, c,
                    peephole + (gates.O - 1) * _paddedUnits, Constants->PeepholeO);
            GateFunctions.Apply<TVector, TLanes>(Functions[3], Tables0, pre + gates.O * BlockUnits, stride, blocks);
        }

        GateFunctions.Apply<TVector, TLanes>(Functions[4], Tables0, pre + gates.G * BlockUnits, stride, blocks);
        isCut |= LstmVariantCell.Hidden<TVector, TLanes, TActivation>(pre, blocks, h, gates, Constants->Hidden);
        if (_shape.Sections == 1)
            return isCut;
        LstmVariantCell.Keep<TVector, TLanes, TActivation>(pre + gates.I * BlockUnits, stride, blocks, h + section, Constants->Gate);
        LstmVariantCell.Keep<TVector, TLanes, TActivation>(pre + gates.F * BlockUnits, stride, blocks, h + 2 * section, Constants->Gate);
        LstmVariantCell.Keep<TVector, TLanes, TActivation>(pre + gates.O * BlockUnits, stride, blocks, h + 3 * section, Constants->Gate);
        return isCut;
    }
}
