using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Generator.Tests.Models;

sealed partial class ModelBuilder
{
    const short Sigmoid = 0, Tanh = 1, Table = 6;

    /// <summary>A layer of any cell with its usual functions; a Jordan network's output goes through a table.</summary>
    public ModelBuilder Cell(
        CellKind kind, int units, CellFlags flags = 0, int? outputs = null, int? source = null, bool initialState = false, bool reverse = false) => Set(() =>
    {
        var header = Header("cell", source, outputs ?? units);
        bool isFloat = scheme == Scheme.Float32, hasCell = kind == CellKind.Lstm || (!isFloat && kind is not CellKind.Elman and not CellKind.Jordan);
        short[] functions = kind switch
        {
            CellKind.Elman => [Tanh],
            CellKind.Jordan => [Tanh, Table],
            CellKind.Lstm => [Sigmoid, Sigmoid, Tanh, Sigmoid, Tanh],
            _ => [Sigmoid, Sigmoid, Tanh],
        };
        var layer = new ArtifactCell(
            header, reverse, isFloat ? 0 : scheme == Scheme.Int8 ? 127.5f : 16384, kind, flags, units, isFloat || !hasCell ? 0 : 4096, isFloat ? 0 : functions.Count(f => f == Table));
        var plan = layer.Shape;
        layer = layer with
        {
            Data = isFloat
                ? [.. functions.SelectMany(f => MemoryMarshal.AsBytes<float>([f == Table ? 0 : f + 1, 0, 0, 0]).ToArray()), .. Floats((int)(layer.DataBytes(scheme) / 4) - 4 * functions.Length, -0.4f, 0.4f)]
                : [.. Functions(functions, kind), .. Constants(), .. Tables(layer.Tables), .. Product(plan.First), .. Product(plan.Second), .. Shorts(plan.Peepholes * units)],
        };
        if (initialState)
        {
            byte[] hidden = scheme switch { Scheme.Int8 => Weights(header.Outputs), Scheme.Int8x16 => Shorts(header.Outputs), _ => Floats(header.Outputs, -0.5f, 0.5f) };
            layer = layer with { Initial = [.. hidden, .. !hasCell ? [] : isFloat ? Floats(units, -0.5f, 0.5f) : Shorts(units)] };
        }

        _layers.Add(layer);
    });

    byte[] Functions(short[] kinds, CellKind cell) => [.. kinds.SelectMany((kind, k) =>
        MemoryMarshal.AsBytes<short>([kind, (short)(cell == CellKind.Lstm && k == 4 ? 1 : 0), short.MaxValue, 0, 0, 0, 0, 0]).ToArray())];

    /// <summary>A cell state of 4096 units per 1, gates in Q15.</summary>
    byte[] Constants()
    {
        short hidden = (short)(scheme == Scheme.Int8 ? 127 : 16384);
        return MemoryMarshal.AsBytes<short>([0, short.MaxValue, 4096, 0, hidden, 0, hidden, 0, 1, 1, 1, 0, 0, 0, 0, 0]).ToArray();
    }

    static byte[] Tables(int count) => [.. Enumerable.Range(0, count).SelectMany(_ =>
        MemoryMarshal.AsBytes<short>([.. Enumerable.Range(0, 514).Select(k => (short)(28000 * Math.Tanh((k - 256) / 90.0)))]).ToArray())];

    byte[] Product(CellProduct product)
    {
        int rows = product.Rows;
        return rows == 0 ? [] : [.. Multipliers(rows, product.X + product.R), .. Biases(rows), .. Shifts(rows), .. Weights((int)product.Weights)];
    }

    byte[] Shorts(int count) => MemoryMarshal.AsBytes<short>([.. Enumerable.Range(0, count).Select(_ => (short)_random.Next(-4000, 4000))]).ToArray();
}
