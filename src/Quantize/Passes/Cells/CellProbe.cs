using System.Numerics;
using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Layers;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>
/// The gates and candidates that an integer layer is about to compute, out of its state before the step, by the runtime's own scalar
/// functions: its fused step stores none of them.
/// </summary>
sealed unsafe partial class CellProbe
{
    const int BlockUnits = LstmCell.BlockUnits;

    readonly ArtifactCell _cell;
    readonly CellShape _shape;
    readonly GateFunction[] _functions;
    readonly CellConstants _constants;
    readonly short[] _tables, _peepholes;
    readonly byte[] _first, _second;
    readonly int _padded;

    public CellProbe(ArtifactCell cell)
    {
        _cell = cell;
        _shape = new((CellKind)cell.Cell, (CellFlags)cell.Flags, cell.Inputs, cell.HiddenSize, cell.Outputs);
        _padded = LstmLayer.Padded(_shape.HiddenSize);
        var data = cell.Data.AsSpan();
        _functions = MemoryMarshal.Cast<byte, GateFunction>(Take(ref data, _shape.Functions * GateFunction.Bytes)).ToArray();
        _constants = MemoryMarshal.Read<CellConstants>(Take(ref data, CellConstants.Bytes));
        _tables = MemoryMarshal.Cast<byte, short>(Take(ref data, 2 * GateFunction.TableLength * cell.Tables)).ToArray();
        _first = Take(ref data, (int)_shape.First.Bytes).ToArray();
        _second = Take(ref data, (int)_shape.Second.Bytes).ToArray();
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
        int[] x = runner.ActivationUnits(_cell.Source, row), h = Recurrent(runner.HiddenUnits(index));
        short[] c = [.. runner.CellUnits(index)];
        bool isInt8 = runner.Model.Scheme == Scheme.Int8;
        return _shape.Kind switch
        {
            CellKind.Elman => [],
            CellKind.Jordan => [("hidden", Hidden(x, h, isInt8))],
            CellKind.Lstm => Lstm(x, h, c),
            _ => Gru(x, h, c, isInt8),
        };
    }

    /// <summary>A Jordan network's hidden s.</summary>
    float[] Hidden(int[] x, int[] y, bool isInt8)
    {
        short[] s = Sums(_shape.First, _first, x, y);
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

    /// <summary>What recurs, without the padding of its sections.</summary>
    int[] Recurrent(int[] hidden) => [.. Enumerable.Range(0, _shape.Sections)
        .SelectMany(section => hidden.AsSpan(section * LstmLayer.Padded(_shape.Outputs), _shape.Outputs).ToArray())];

    /// <summary>The sums of a product of this cell's units, [blocks][groups][16].</summary>
    short[] Sums(CellProduct product, byte[] data, int[] x, int[] r)
    {
        var multiplier = MemoryMarshal.Cast<byte, float>(data.AsSpan(0, 4 * product.Rows));
        var bias = MemoryMarshal.Cast<byte, int>(data.AsSpan(4 * product.Rows, 4 * product.Rows));
        var w = MemoryMarshal.Cast<byte, sbyte>(data.AsSpan(9 * product.Rows));
        var u = w[(product.XRows * product.X)..];
        var sums = new short[product.Groups * _padded];
        for (int group = 0; group < product.Groups; group++)
        {
            int before = (1 << group) - 1, xGroup = BitOperations.PopCount((uint)(product.ReadsX & before)),
                rGroup = BitOperations.PopCount((uint)(product.ReadsR & before));
            bool readsX = (product.ReadsX >> group & 1) != 0, readsR = (product.ReadsR >> group & 1) != 0;
            for (int unit = 0; unit < product.Units; unit++)
            {
                int row = group * product.Units + unit, sum = bias[row];
                if (readsX)
                    sum += GateProbe.Dot(w.Slice((xGroup * product.Units + unit) * product.X, product.X), x);
                sum <<= data[8 * product.Rows + row];
                if (readsR)
                    sum += GateProbe.Dot(u.Slice((rGroup * product.Units + unit) * product.R, product.R), r);
                sums[Place(unit, group, product.Groups)] = (short)Math.Clamp(MathF.Round(sum * multiplier[row]), short.MinValue,
                    short.MaxValue);
            }
        }

        return sums;
    }

    static int Place(int unit, int group, int groups) => (unit / BlockUnits * groups + group) * BlockUnits + unit % BlockUnits;

    static int Activation(short value, bool isInt8) => isInt8 ? Math.Clamp(value, sbyte.MinValue, sbyte.MaxValue)
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
