using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>
/// The gates and candidates that an integer layer is about to compute, out of its own sums and the runtime's own scalar functions: its
/// fused step stores none of them.
/// </summary>
sealed unsafe class CellProbe
{
    const int BlockUnits = LstmCell.BlockUnits;

    readonly ArtifactCell _cell;
    readonly GateFunction[] _functions;
    readonly short[] _tables, _peepholes;

    public CellProbe(ArtifactCell cell)
    {
        _cell = cell;
        Shape = cell.Shape;
        Padded = LstmLayer.Padded(Shape.HiddenSize);
        var data = cell.Data.AsSpan();
        _functions = MemoryMarshal.Cast<byte, GateFunction>(Take(ref data, Shape.Functions * GateFunction.Bytes)).ToArray();
        Constants = MemoryMarshal.Read<CellConstants>(Take(ref data, CellConstants.Bytes));
        _tables = MemoryMarshal.Cast<byte, short>(Take(ref data, 2 * GateFunction.TableLength * cell.Tables)).ToArray();
        data = data[(int)(Shape.First.Bytes + Shape.Second.Bytes)..];
        _peepholes = new short[Shape.Peepholes * Padded];
        for (int k = 0; k < Shape.Peepholes; k++)
            MemoryMarshal.Cast<byte, short>(Take(ref data, 2 * Shape.HiddenSize)).CopyTo(_peepholes.AsSpan(k * Padded));
    }

    public CellShape Shape { get; }

    public CellConstants Constants { get; }

    public bool IsInt8 { get; private set; }

    /// <summary>Units, and zeros to whole blocks.</summary>
    public int Padded { get; }

    public int Blocks => Padded / BlockUnits;

    /// <summary>What the cell is about to compute at one row: see <see cref="CellIntegers.Read"/>.</summary>
    public IReadOnlyList<(string Name, float[] Values)> Read(IntegerRunner runner, int index, int row)
    {
        IsInt8 = runner.Model.Scheme == Scheme.Int8;
        return CellIntegers.Of(Shape.Kind).Read(
            this, runner.FirstSums(index, row), [.. runner.CellUnits(index)], kept => runner.SecondSums(index, row, kept));
    }

    /// <summary>A function over one group of rows.</summary>
    public void Apply(int function, int group, short[] pre, int groups)
    {
        fixed (short* p = pre, table = _tables)
            GateFunctions.Apply<short, ScalarLanes>(_functions[function], table, p + group * BlockUnits, groups * BlockUnits,
                Blocks);
    }

    /// <summary>A peephole's product with the cell state, added to one group of rows.</summary>
    public void See(short[] pre, int group, short[] c, int peephole, int doublings)
    {
        fixed (short* p = pre, state = c, seen = _peepholes)
            LstmVariantCell.Peephole<short, ScalarLanes>(p + group * BlockUnits, Shape.Gates.Groups * BlockUnits, Blocks,
                state, seen + peephole * Padded, doublings);
    }

    /// <summary>Where a unit's value of a group is among sums.</summary>
    public static int Place(int unit, int group, int groups) => (unit / BlockUnits * groups + group) * BlockUnits + unit % BlockUnits;

    public short Activation(short value) => IsInt8
        ? Math.Clamp(value, (short)sbyte.MinValue, (short)sbyte.MaxValue)
        : Math.Clamp(value, (short)-16384, (short)16384);

    /// <summary>Of a gate, which has 2^(15 − doublings) units per 1.</summary>
    public float[] Gate(short[] pre, int group, int groups, int doublings) =>
        Values(pre, group, groups, v => v * (1 << doublings) / Scaling.One);

    /// <summary>Of a candidate, whose units become the state's by a gate of 2^(15 − doublings) and the factor behind it.</summary>
    public float[] Candidate(short[] pre, int group, int groups, int doublings)
    {
        double unit = _cell.CellScale / Scaling.Value(Constants.Added) * (1 << doublings);
        return Values(pre, group, groups, v => v / unit);
    }

    public float[] Values(short[] pre, int group, int groups, Func<short, double> value) =>
        [.. Enumerable.Range(0, Shape.HiddenSize).Select(unit => (float)value(pre[Place(unit, group, groups)]))];

    static Span<byte> Take(ref Span<byte> data, int bytes)
    {
        var taken = data[..bytes];
        data = data[bytes..];
        return taken;
    }
}
