using System.Runtime.InteropServices;
using EdgeLstm.Gates;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>Puts an integer cell's constants together, in the order that the runtime's CellLayer documents.</summary>
sealed class CellBuilder
{
    readonly List<GateFunction> _functions = [];
    readonly List<short[]> _tables = [];
    readonly List<byte[]> _products = [];
    readonly List<short[]> _peepholes = [];

    public CellConstants Constants;

    public int Tables => _tables.Count;

    /// <param name="function">The next in the cell's order; null for a gate that the variant has not.</param>
    /// <param name="doublings">Of the sum before it, beside its own.</param>
    public void Add(QuantizedFunction? function, int doublings = 0)
    {
        if (function is null)
        {
            _functions.Add(new(GateFunctionKind.Clamp));
            return;
        }

        if (function.Table is { } table)
            _tables.Add(table);
        short index = (short)(function.Table is null ? 0 : _tables.Count - 1);
        _functions.Add(new(function.Kind, doublings + function.Doublings, function.Limit, function.A, function.B, function.C, index));
    }

    public void Add(byte[] product) => _products.Add(product);

    /// <summary>A gate's peephole weights, zeros where it has none, and the doublings behind their products.</summary>
    /// <param name="weights">[H] or null.</param>
    /// <param name="factor">From cell units to those of the gate's sum.</param>
    public short AddPeephole(float[]? weights, int units, double factor)
    {
        var factors = Array.ConvertAll(weights ?? new float[units], w => w * factor);
        int doublings = 0;
        while (doublings < 15 && factors.Any(f => Math.Abs(f) * Scaling.One > (double)short.MaxValue * (1 << doublings)))
            doublings++;
        _peepholes.Add(Array.ConvertAll(factors,
            f => (short)Math.Clamp(Math.Round(f * Scaling.One / (1 << doublings)), -short.MaxValue, short.MaxValue)));
        return (short)doublings;
    }

    public byte[] Build() =>
    [
        .. MemoryMarshal.AsBytes(_functions.ToArray().AsSpan()), .. MemoryMarshal.AsBytes(new ReadOnlySpan<CellConstants>(in Constants)),
        .. _tables.SelectMany(table => MemoryMarshal.AsBytes(table.AsSpan()).ToArray()), .. _products.SelectMany(product => product),
        .. _peepholes.SelectMany(p => MemoryMarshal.AsBytes(p.AsSpan()).ToArray()),
    ];
}
