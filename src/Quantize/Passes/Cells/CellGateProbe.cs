using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Generator.Artifact;
using EdgeLstm.Layers;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>The gate values that an integer layer of any LSTM or GRU is about to compute, out of its state before the step, by the runtime's own scalar functions.</summary>
sealed unsafe class CellGateProbe
{
    const int BlockUnits = LstmCell.BlockUnits;

    readonly ArtifactCell cell;
    readonly CellShape shape;
    readonly GateFunction[] functions;
    readonly CellConstants constants;
    readonly short[] tables, peepholes;
    readonly byte[] product;
    readonly int padded;

    public CellGateProbe(ArtifactCell cell)
    {
        this.cell = cell;
        shape = new((CellKind)cell.Cell, (CellFlags)cell.Flags, cell.Inputs, cell.Units, cell.Outputs);
        padded = LstmLayer.Padded(shape.Units);
        var data = cell.Data.AsSpan();
        functions = MemoryMarshal.Cast<byte, GateFunction>(Take(ref data, shape.Functions * GateFunction.Bytes)).ToArray();
        constants = MemoryMarshal.Read<CellConstants>(Take(ref data, CellConstants.Bytes));
        tables = MemoryMarshal.Cast<byte, short>(Take(ref data, 2 * GateFunction.TableLength * cell.Tables)).ToArray();
        product = Take(ref data, shape.First.Bytes).ToArray();
        Take(ref data, shape.Second.Bytes);
        peepholes = new short[shape.Peepholes * padded];
        for (int k = 0; k < shape.Peepholes; k++)
            MemoryMarshal.Cast<byte, short>(Take(ref data, 2 * shape.Units)).CopyTo(peepholes.AsSpan(k * padded));
    }

    /// <summary>The gates that the cell has, by name, each with a value for each unit.</summary>
    public IReadOnlyList<(string Gate, float[] Values)> Read(IntegerRunner runner, int index, int row)
    {
        bool isGru = cell.Cell is ArtifactCellKind.GruResetAfter or ArtifactCellKind.GruResetBefore;
        int groups = isGru ? 2 : shape.First.Groups, blocks = padded / BlockUnits, stride = groups * BlockUnits;
        short[] pre = Sums(runner.ActivationUnits(cell.Source, row), Recurrent(runner.HiddenUnits(index)), groups), c = [.. runner.CellUnits(index)];
        var gates = shape.Gates;
        if (isGru)
        {
            Apply(0, 0, pre, groups);
            Apply(1, 1, pre, groups);
            return [("update gate", Values(pre, 0, groups, constants.KeptDoublings)), ("reset gate", Values(pre, 1, groups, constants.ResetDoublings))];
        }

        Gate(0, gates.I, gates.I, constants.PeepholeI, pre, c);
        Gate(1, gates.F, gates.F, constants.PeepholeF, pre, c);
        if (gates.O >= 0 && shape.Peepholes != 0)
        {
            // The output gate sees the new cell state.
            Apply(2, gates.G, pre, groups);
            var kept = pre.ToArray();
            fixed (short* p = kept, state = c)
                LstmVariantCell.Cell<short, ScalarLanes>(p, blocks, state, gates, constants);
        }

        Gate(3, gates.O, gates.O - 1, constants.PeepholeO, pre, c);
        var result = new List<(string, float[])>();
        foreach (var (name, group, doublings) in new[] { ("input gate", gates.I, gates.Coupled ? constants.KeptDoublings : 0), ("forget gate", gates.F, constants.KeptDoublings), ("output gate", gates.O, 0) })
            if (group >= 0)
                result.Add((name, Values(pre, group, groups, doublings)));
        return result;
    }

    void Gate(int function, int group, int peephole, int doublings, short[] pre, short[] c)
    {
        if (group < 0)
            return;
        int stride = shape.First.Groups * BlockUnits;
        if (shape.Peepholes != 0)
            fixed (short* p = pre, state = c, seen = peepholes)
                LstmVariantCell.Peephole<short, ScalarLanes>(p + group * BlockUnits, stride, padded / BlockUnits, state, seen + peephole * padded, doublings);
        Apply(function, group, pre, shape.First.Groups);
    }

    void Apply(int function, int group, short[] pre, int groups)
    {
        fixed (short* p = pre, table = tables)
            GateFunctions.Apply<short, ScalarLanes>(functions[function], table, p + group * BlockUnits, groups * BlockUnits, padded / BlockUnits);
    }

    /// <summary>What recurs, without the padding of its sections.</summary>
    int[] Recurrent(int[] hidden) => [.. Enumerable.Range(0, shape.Sections).SelectMany(section => hidden.AsSpan(section * LstmLayer.Padded(shape.Outputs), shape.Outputs).ToArray())];

    /// <summary>The first product's sums for its first groups, [blocks][groups][16].</summary>
    short[] Sums(int[] x, int[] h, int groups)
    {
        var first = shape.First;
        var multiplier = MemoryMarshal.Cast<byte, float>(product.AsSpan(0, 4 * first.Rows));
        var bias = MemoryMarshal.Cast<byte, int>(product.AsSpan(4 * first.Rows, 4 * first.Rows));
        var weights = MemoryMarshal.Cast<byte, sbyte>(product.AsSpan(9 * first.Rows));
        var sums = new short[groups * padded];
        for (int row = 0; row < groups * shape.Units; row++)
        {
            int sum = bias[row] + GateProbe.Dot(weights.Slice(row * first.X, first.X), x);
            sum = (sum << product[8 * first.Rows + row]) + GateProbe.Dot(weights.Slice(first.XRows * first.X + row * first.R, first.R), h);
            int group = row / shape.Units, unit = row % shape.Units;
            sums[(unit / BlockUnits * groups + group) * BlockUnits + unit % BlockUnits] = (short)Math.Clamp(MathF.Round(sum * multiplier[row]), short.MinValue, short.MaxValue);
        }

        return sums;
    }

    /// <summary>A gate has 2^(15 − doublings) units per 1.</summary>
    float[] Values(short[] pre, int group, int groups, int doublings) =>
        [.. Enumerable.Range(0, shape.Units).Select(unit => pre[(unit / BlockUnits * groups + group) * BlockUnits + unit % BlockUnits] * (float)(1 << doublings) / short.MaxValue)];

    static Span<byte> Take(ref Span<byte> data, int bytes)
    {
        var taken = data[..bytes];
        data = data[bytes..];
        return taken;
    }
}
