using System.Runtime.CompilerServices;
using EdgeLstm.Gates;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

public sealed unsafe partial class FloatCellLayer
{
    const int BlockUnits = LstmCell.BlockUnits;
    const int ChunkBlocks = 4;

    /// <summary>The layer's step, in the order of <see cref="CellLayer"/>'s.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // the JIT's first, unoptimised version of vector code is a hundred times slower
    void Step<T, TLanes>(float* x, float* h, float* c)
        where T : struct
        where TLanes : IFloatLanes<T>
    {
        int recurrent = _shape.RecurrentLength, groups = _shape.First.Groups;
        float* z = stackalloc float[Inputs + Math.Max(recurrent, _paddedUnits)];
        // what the second product reads: r·h, or a Jordan network's h
        float* between = stackalloc float[_second is null ? 1 : _paddedUnits];
        float* update = stackalloc float[_second is null ? 1 : _paddedUnits];
        float* pre = stackalloc float[ChunkBlocks * Panel.Rows];
        new ReadOnlySpan<float>(x, Inputs).CopyTo(new Span<float>(z, Inputs));
        new ReadOnlySpan<float>(h, recurrent).CopyTo(new Span<float>(z + Inputs, recurrent));

        float* panel = _first.Pointer;
        for (int block = 0; block < _first.Blocks; block += ChunkBlocks)
        {
            int blocks = Math.Min(_first.Blocks - block, ChunkBlocks), unit = block * BlockUnits;
            for (int k = 0; k < groups * blocks; k += 4)
                panel = FloatProduct.Multiply<T, TLanes>(panel, z, _first.Columns, pre + k * BlockUnits);
            switch (_shape.Kind)
            {
                case CellKind.Elman: Elman<T, TLanes>(0, pre, blocks, h + unit); break;
                case CellKind.Jordan: Elman<T, TLanes>(0, pre, blocks, between + unit); break;
                case CellKind.GruResetAfter: Gru<T, TLanes>(pre, blocks, h + unit); break;
                case CellKind.GruResetBefore: GruGates<T, TLanes>(pre, blocks, h + unit, between + unit, update + unit); break;
                default: Lstm<T, TLanes>(pre, block, blocks, c + unit, h + unit); break;
            }
        }

        if (_second is null)
            return;
        bool isGru = _shape.Kind == CellKind.GruResetBefore;
        float* source = isGru ? z : between;
        if (isGru)
            new ReadOnlySpan<float>(between, _paddedUnits).CopyTo(new Span<float>(z + Inputs, _paddedUnits));
        panel = _second.Pointer;
        for (int block = 0; block < _second.Blocks; block += ChunkBlocks)
        {
            int blocks = Math.Min(_second.Blocks - block, ChunkBlocks), unit = block * BlockUnits;
            for (int k = 0; k < blocks; k += 4)
                panel = FloatProduct.Multiply<T, TLanes>(panel, source, _second.Columns, pre + k * BlockUnits);
            if (isGru)
            {
                FloatFunctions.Apply<T, TLanes>(_functions[2], pre, BlockUnits, blocks);
                FloatCells.Gru(update + unit, BlockUnits, pre, BlockUnits, blocks, h + unit);
            }
            else
            {
                Elman<T, TLanes>(1, pre, blocks, h + unit);
            }
        }
    }

    void Elman<T, TLanes>(int function, float* pre, int blocks, float* target)
        where T : struct
        where TLanes : IFloatLanes<T>
    {
        FloatFunctions.Apply<T, TLanes>(_functions[function], pre, BlockUnits, blocks);
        FloatCells.Copy(pre, BlockUnits, blocks, target);
    }

    void Gru<T, TLanes>(float* pre, int blocks, float* h)
        where T : struct
        where TLanes : IFloatLanes<T>
    {
        const int Stride = 4 * BlockUnits;
        FloatFunctions.Apply<T, TLanes>(_functions[0], pre, Stride, blocks);
        FloatFunctions.Apply<T, TLanes>(_functions[1], pre + BlockUnits, Stride, blocks);
        FloatCells.GruCandidate(pre, blocks);
        FloatFunctions.Apply<T, TLanes>(_functions[2], pre + 2 * BlockUnits, Stride, blocks);
        FloatCells.Gru(pre, Stride, pre + 2 * BlockUnits, Stride, blocks, h);
    }

    void GruGates<T, TLanes>(float* pre, int blocks, float* h, float* reset, float* update)
        where T : struct
        where TLanes : IFloatLanes<T>
    {
        const int Stride = 2 * BlockUnits;
        FloatFunctions.Apply<T, TLanes>(_functions[0], pre, Stride, blocks);
        FloatFunctions.Apply<T, TLanes>(_functions[1], pre + BlockUnits, Stride, blocks);
        FloatCells.GruReset(pre + BlockUnits, Stride, blocks, h, reset);
        FloatCells.Copy(pre, Stride, blocks, update);
    }

    void Lstm<T, TLanes>(float* pre, int block, int blocks, float* c, float* h)
        where T : struct
        where TLanes : IFloatLanes<T>
    {
        LstmGates gates = _shape.Gates;
        int stride = gates.Groups * BlockUnits;
        float* peephole = (float*)_peepholes.Pointer + block * BlockUnits;
        bool sees = _shape.Peepholes != 0;
        if (gates.I >= 0)
        {
            if (sees)
                FloatCells.Peephole(pre + gates.I * BlockUnits, stride, blocks, c, peephole + gates.I * _paddedUnits);
            FloatFunctions.Apply<T, TLanes>(_functions[0], pre + gates.I * BlockUnits, stride, blocks);
        }

        if (gates.F >= 0)
        {
            if (sees)
                FloatCells.Peephole(pre + gates.F * BlockUnits, stride, blocks, c, peephole + gates.F * _paddedUnits);
            FloatFunctions.Apply<T, TLanes>(_functions[1], pre + gates.F * BlockUnits, stride, blocks);
        }

        FloatFunctions.Apply<T, TLanes>(_functions[2], pre + gates.G * BlockUnits, stride, blocks);
        FloatCells.Lstm(pre, blocks, c, gates);
        if (gates.O >= 0)
        {
            if (sees)
                FloatCells.Peephole(pre + gates.O * BlockUnits, stride, blocks, c, peephole + (gates.O - 1) * _paddedUnits);
            FloatFunctions.Apply<T, TLanes>(_functions[3], pre + gates.O * BlockUnits, stride, blocks);
        }

        FloatFunctions.Apply<T, TLanes>(_functions[4], pre + gates.G * BlockUnits, stride, blocks);
        FloatCells.LstmHidden(pre, blocks, h, gates);
        int section = LstmLayer.Padded(_shape.Outputs);
        if (_shape.Sections == 1)
            return;
        FloatCells.Copy(pre + gates.I * BlockUnits, stride, blocks, h + section);
        FloatCells.Copy(pre + gates.F * BlockUnits, stride, blocks, h + 2 * section);
        FloatCells.Copy(pre + gates.O * BlockUnits, stride, blocks, h + 3 * section);
    }
}
