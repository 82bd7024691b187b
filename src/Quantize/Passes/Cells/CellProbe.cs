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
sealed unsafe partial class CellProbe
{
    const int BlockUnits = LstmCell.BlockUnits;

    readonly ArtifactCell _cell;
    readonly CellShape _shape;
    readonly GateFunction[] _functions;
    readonly CellConstants _constants;
    readonly short[] _tables, _peepholes;
    readonly int _padded;

    public CellProbe(ArtifactCell cell)
    {
        _cell = cell;
        _shape = cell.Shape;
        _padded = LstmLayer.Padded(_shape.HiddenSize);
        var data = cell.Data.AsSpan();
        _functions = MemoryMarshal.Cast<byte, GateFunction>(Take(ref data, _shape.Functions * GateFunction.Bytes)).ToArray();
        _constants = MemoryMarshal.Read<CellConstants>(Take(ref data, CellConstants.Bytes));
        _tables = MemoryMarshal.Cast<byte, short>(Take(ref data, 2 * GateFunction.TableLength * cell.Tables)).ToArray();
        data = data[(int)(_shape.First.Bytes + _shape.Second.Bytes)..];
        _peepholes = new short[_shape.Peepholes * _padded];
        for (int k = 0; k < _shape.Peepholes; k++)
            MemoryMarshal.Cast<byte, short>(Take(ref data, 2 * _shape.HiddenSize)).CopyTo(_peepholes.AsSpan(k * _padded));
    }

    /// <summary>
    /// What the cell computes on the way to its output, each with a value for each unit: named and ordered as the graph's cells have their
    /// gates. An Elman cell's only one is its output.
    /// </summary>
    public IReadOnlyList<(string Name, float[] Values)> Read(IntegerRunner runner, int index, int row)
    {
        short[] c = [.. runner.CellUnits(index)], sums = runner.FirstSums(index, row);
        bool isInt8 = runner.Model.Scheme == Scheme.Int8;
        return _shape.Kind switch
        {
            CellKind.Elman => [],
            CellKind.Jordan => [("hidden", Hidden(sums, isInt8))],
            CellKind.Lstm => Lstm(sums, c),
            _ => Gru(sums, c, isInt8, kept => runner.SecondSums(index, row, kept)),
        };
    }

    /// <summary>A Jordan network's hidden s.</summary>
    float[] Hidden(short[] s, bool isInt8)
    {
        Apply(0, 0, s, 1);
        return Values(s, 0, 1, v => Activation(LaneMath.Scale<short, ScalarLanes>(v, _constants.Hidden),
            isInt8) / (double)_constants.HiddenUnit);
    }

    void Apply(int function, int group, short[] pre, int groups)
    {
        fixed (short* p = pre, table = _tables)
            GateFunctions.Apply<short, ScalarLanes>(_functions[function], table, p + group * BlockUnits, groups * BlockUnits,
                _padded / BlockUnits);
    }

    static int Place(int unit, int group, int groups) => (unit / BlockUnits * groups + group) * BlockUnits + unit % BlockUnits;

    static short Activation(short value, bool isInt8) => isInt8 ? Math.Clamp(value, (short)sbyte.MinValue, (short)sbyte.MaxValue)
        : Math.Clamp(value, (short)-16384, (short)16384);

    /// <summary>Of a gate, which has 2^(15 − doublings) units per 1.</summary>
    float[] Gate(short[] pre, int group, int groups, int doublings) => Values(pre, group, groups, v => v * (1 << doublings) / Scaling.One);

    /// <summary>Of a candidate, whose units become the state's by a gate of 2^(15 − doublings) and the factor behind it.</summary>
    float[] Candidate(short[] pre, int group, int groups, int doublings)
    {
        double unit = _cell.CellScale / Scaling.Value(_constants.Added) * (1 << doublings);
        return Values(pre, group, groups, v => v / unit);
    }

    float[] Values(short[] pre, int group, int groups, Func<short, double> value) =>
        [.. Enumerable.Range(0, _shape.HiddenSize).Select(unit => (float)value(pre[Place(unit, group, groups)]))];

    static Span<byte> Take(ref Span<byte> data, int bytes)
    {
        var taken = data[..bytes];
        data = data[bytes..];
        return taken;
    }
}
