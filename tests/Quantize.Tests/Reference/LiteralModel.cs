using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model;
using EdgeLstm.Generator.Model.Layers;

namespace EdgeLstm.Quantize.Tests.Reference;

/// <summary>
/// An integer artifact, computed as the remarks of LstmLayer, DenseLayer, GateMath, LstmCell and Quantizer say, from nothing but the
/// artifact: sums in 64 bits, and everything that a kernel holds in 32 or 16 bits checked to fit.
/// </summary>
sealed class LiteralModel
{
    static readonly int[][] TanhCubics =
    [
        [8023, 20811, 27797, 30847, 32047, 32501, 32670, 32729],
        [7701, 4888, 2297, 932, 356, 133, 49, -5],
        [-453, -763, -489, -222, -87, -33, -13, 6],
        [-131, 19, 55, 33, 14, 5, 2, 37],
    ];

    static readonly int[][] HalfTanhCubics =
    [
        [4011, 10405, 13899, 15424, 16024, 16251, 16334, 16365],
        [3850, 2445, 1149, 468, 178, 67, 24, -3],
        [-226, -381, -245, -112, -44, -17, -5, 3],
        [-65, 8, 27, 14, 7, 2, 2, 19],
    ];

    readonly ModelArtifact _model;
    readonly long _limit;
    readonly long[][] _activations, _cells;
    readonly float[][] _sums;

    public LiteralModel(ModelArtifact model)
    {
        _model = model;
        _limit = model.Scheme == Scheme.Int8 ? 127 : 16384;
        _activations = [.. model.Layers.Select(layer => new long[layer.Outputs])];
        _cells = [.. model.Layers.Select(layer => new long[layer.Outputs])];
        _sums = [.. model.Layers.Select(layer => new float[layer.Outputs])];
        for (int k = 0; k < model.Layers.Count; k++)
            Initialise(model.Layers[k], _activations[k], _cells[k]);
    }

    /// <summary>The largest magnitude that any 32-bit sum had.</summary>
    public long MaxSum { get; private set; }

    public float[] Step(float[] sample)
    {
        long[] x = [.. sample.Select((v, k) => Quantize((v - _model.Inputs[k].Centre) * _model.Inputs[k].InverseStep))];
        for (int k = 0; k < _model.Layers.Count; k++)
        {
            var layer = _model.Layers[k];
            long[] source = layer.Source < 0 ? x : _activations[layer.Source];
            if (layer is ArtifactLstm lstm)
                Lstm(lstm, source, _activations[k], _cells[k]);
            else
                Dense((ArtifactDense)layer, source, _sums[k], _activations[k]);
        }

        float[] outputs = [.. _model.Heads.SelectMany(head => _model.Layers[head] is ArtifactLstm lstm ? [.. _activations[head].Select(h => h * (1f / lstm.HiddenScale))] : _sums[head])];
        for (int o = 0; o < outputs.Length; o++)
            if (_model.Outputs[o].Mean != 0 || _model.Outputs[o].Scale != 1)
                outputs[o] = outputs[o] * _model.Outputs[o].Scale + _model.Outputs[o].Mean;
        return outputs;
    }

    static void Initialise(ArtifactLayer layer, long[] h, long[] c)
    {
        int units = layer.Outputs, width = layer.Initial.Length / units - 2; // bytes of one h
        for (int k = 0; k < units && layer.Initial.Length > 0; k++)
        {
            h[k] = width == 1 ? (sbyte)layer.Initial[k] : BitConverter.ToInt16(layer.Initial, 2 * k);
            c[k] = BitConverter.ToInt16(layer.Initial, width * units + 2 * k);
        }
    }

    void Lstm(ArtifactLstm layer, long[] x, long[] h, long[] c)
    {
        int units = layer.Outputs, rows = 4 * units;
        byte[] data = layer is ArtifactCompressedLstm packed ? packed.Unpacked : layer.Data;
        long[] pres;
        if (layer is ArtifactCompressedLstm { Rank: > 0 and var rank })
        {
            long[] t = Array.ConvertAll(Sums(data, rank, x, h), sum => Math.Clamp(sum, -_limit, _limit));
            pres = Sums(data.AsSpan(rank * (9 + layer.Inputs + units)), rows, t, []);
        }
        else
        {
            pres = Sums(data, rows, x[..layer.Inputs], h);
        }

        var gates = new long[rows];
        for (int row = 0; row < rows; row++)
            gates[row] = row / units == 2 ? Odd(pres[row], TanhCubics)
                : row / units < 2 && layer.BinaryGates ? (pres[row] >= 0 ? short.MaxValue : 0)
                : Math.Min(Odd(pres[row], HalfTanhCubics) + 16384, short.MaxValue);
        Cell(layer, gates, h, c);
    }

    long[] Sums(ReadOnlySpan<byte> data, int rows, long[] x, long[] h)
    {
        var multiplier = MemoryMarshal.Cast<byte, float>(data[..(4 * rows)]);
        var bias = MemoryMarshal.Cast<byte, int>(data.Slice(4 * rows, 4 * rows));
        var w = MemoryMarshal.Cast<byte, sbyte>(data[(9 * rows)..]);
        var sums = new long[rows];
        for (int row = 0; row < rows; row++)
        {
            long sum = Int32(bias[row] + Sum(w.Slice(row * x.Length, x.Length), x));
            sum = Int32(sum * (1 << data[8 * rows + row]));
            sum = Int32(sum + Sum(w.Slice(rows * x.Length + row * h.Length, h.Length), h));
            long pre = Int32(Math.Round((double)(sum * multiplier[row])));
            sums[row] = Math.Clamp(pre, short.MinValue, short.MaxValue);
        }

        return sums;
    }

    void Cell(ArtifactLstm layer, long[] gates, long[] h, long[] c)
    {
        int units = layer.Outputs, doublings = 13 - layer.CellBits, cellLimit = short.MaxValue >> doublings;
        for (int unit = 0; unit < units; unit++)
        {
            long kept = High(gates[units + unit], c[unit]);
            long added = High(High(gates[unit], gates[2 * units + unit]), 1 << layer.CellBits);
            c[unit] = Math.Clamp(kept + added, short.MinValue, short.MaxValue);
            long argument = Math.Clamp(c[unit], -cellLimit, cellLimit) << doublings;
            long hidden = High(High(gates[3 * units + unit], Odd(argument, TanhCubics)), (long)layer.HiddenScale);
            h[unit] = _model.Scheme == Scheme.Int8 ? Math.Clamp(hidden, -128, 127) : hidden;
        }
    }

    void Dense(ArtifactDense layer, long[] x, float[] y, long[] next)
    {
        var factors = MemoryMarshal.Cast<byte, float>(layer.Data.AsSpan(0, 8 * layer.Outputs));
        var w = MemoryMarshal.Cast<byte, sbyte>(layer.Data.AsSpan(8 * layer.Outputs));
        for (int row = 0; row < layer.Outputs; row++)
        {
            float product = Sum(w.Slice(row * x.Length, x.Length), x) * factors[row];
            y[row] = product + factors[layer.Outputs + row];
            if (layer.Function.Kind == FunctionKind.Relu)
                y[row] = Math.Max(0, y[row]);
            else if (layer.Function.Kind != FunctionKind.Identity)
                throw new NotSupportedException("The float activations have tests of their own.");
        }

        for (int row = 0; row < layer.Outputs; row++)
            next[row] = Quantize(y[row] * layer.InverseStep);
    }

    static long High(long a, long b) => checked((short)((a * b + (1 << 14)) >> 15));

    /// <summary>Eight cubics over |u|, by Horner's rule, with the sign of u.</summary>
    static long Odd(long u, int[][] cubics)
    {
        long a = Math.Min(Math.Abs(u), short.MaxValue), segment = a >> 12;
        long t = (a - (segment << 12)) * 16 - 32768; // −1 … 1 in Q15 over the segment's 4096 steps
        long p = cubics[3][segment];
        for (int k = 2; k >= 0; k--)
            p = High(p, t) + cubics[k][segment];
        return u < 0 ? -p : p;
    }

    long Quantize(float value) => float.IsNaN(value) ? 0 : (long)Math.Clamp(Math.Round((double)value), -_limit, _limit);

    long Sum(ReadOnlySpan<sbyte> w, long[] x)
    {
        long sum = 0;
        for (int k = 0; k < w.Length; k++)
            sum += w[k] * x[k];
        return Int32(sum);
    }

    long Int32(double value) => Int32(checked((long)value));

    long Int32(long value)
    {
        MaxSum = Math.Max(MaxSum, Math.Abs(value));
        return checked((int)value);
    }
}
