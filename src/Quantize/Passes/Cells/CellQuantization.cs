using System.Runtime.InteropServices;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>Quantizes a recurrent layer of any cell; the files beside have one cell each.</summary>
sealed partial class CellQuantization
{
    readonly RecurrentLayer _layer;
    readonly ActivationScale _input;
    readonly Scheme _scheme;
    readonly CellStatistics _statistics;
    readonly double[,] _moments;
    readonly double _maxOutput, _maxCell;
    readonly CellBuilder _builder = new();
    readonly int _h, _inputs;

    CellQuantization(RecurrentLayer layer, ActivationScale input, Scheme scheme, CalibrationStatistics calibration, int index)
    {
        (_layer, _input, _scheme) = (layer, input, scheme);
        (_statistics, _moments) = (calibration.Cells[index]!, calibration.Moments[index]);
        (_maxOutput, _maxCell) = (calibration.MaxOutput[index], calibration.MaxCell[index]);
        (_h, _inputs) = (layer.HiddenSize, layer.Inputs);
    }

    bool IsInt8 => _scheme == Scheme.Int8;

    float? Clip => _layer.Cell.Clip;

    /// <param name="input">How its input stands in units.</param>
    /// <param name="scheme">int8 or int8x16.</param>
    /// <param name="index">The layer's place in the network, by which the statistics know it.</param>
    public static QuantizedCell Run(RecurrentLayer layer, ActivationScale input, Scheme scheme, CalibrationStatistics calibration,
        int index)
    {
        var quantization = new CellQuantization(layer, input, scheme, calibration, index);
        return layer.Cell switch
        {
            ElmanCell cell => quantization.Elman(cell),
            JordanCell cell => quantization.Jordan(cell),
            GruCell cell => quantization.Gru(cell),
            LstmCell cell => quantization.Lstm(cell),
            _ => throw new InvalidOperationException($"No quantization for {layer.Cell.GetType().Name}."),
        };
    }

    ReadOnlyMemory<float> W(int gate) => _layer.W.AsMemory(gate * _h * _inputs, _h * _inputs);

    ReadOnlyMemory<float> U(int gate) => _layer.U.AsMemory(gate * _layer.U.Length / _layer.Cell.Gates.Count,
        _layer.U.Length / _layer.Cell.Gates.Count);

    ReadOnlyMemory<float> Bias(int gate) => _layer.Bias.AsMemory(gate * _h, _h);

    ProductQuantization Product(ActivationScale x, ActivationScale r, double[,] moments) =>
        new(x, r, _scheme, moments, searchesScales: true,
            pairSection: _layer.Cell is LstmCell { FullGateRecurrence: true } ? _layer.HiddenSize : int.MaxValue);

    QuantizedCell Done(double hiddenUnit, double cellUnit) =>
        new(_builder.Build(), hiddenUnit, cellUnit, Initial(hiddenUnit, cellUnit), _builder.Tables);

    /// <summary>The initial state, or nothing where it is zero.</summary>
    byte[] Initial(double hiddenUnit, double cellUnit)
    {
        if (_layer.InitialH.Concat(_layer.InitialC).All(v => v == 0))
            return [];
        int limit = IsInt8 ? 127 : 16384;
        var state = Array.ConvertAll(_layer.InitialH, v => (short)Math.Clamp(Math.Round(v * hiddenUnit), -limit, limit));
        byte[] hidden = IsInt8 ? Array.ConvertAll(state, v => (byte)(sbyte)v) : MemoryMarshal.AsBytes(state.AsSpan()).ToArray();
        if (cellUnit == 0)
            return hidden;
        bool isGru = _layer.Cell is GruCell; // which keeps its h twice
        int cellLimit = isGru ? 16384 : short.MaxValue;
        var cell = Array.ConvertAll(isGru ? _layer.InitialH : _layer.InitialC,
            v => (short)Math.Clamp(Math.Round(v * cellUnit), -cellLimit, cellLimit));
        return [.. hidden, .. MemoryMarshal.AsBytes(cell.AsSpan())];
    }

    /// <summary>
    /// A function whose value is scaled to <paramref name="target"/> units by a gate of <paramref name="gateUnit"/>; where its own unit is
    /// free, the factor is exact.
    /// </summary>
    (QuantizedFunction Function, EdgeLstm.Gates.CellScale Scale) Fitted(ScalarFunction f, double largest, double gateUnit, double target,
        bool isSum = false)
    {
        if (FunctionQuantization.FixedValueUnit(f) is double unit)
            return (FunctionQuantization.OfSum(f, largest, unit, Clip, isSum), Scaling.Factor(target / (unit * gateUnit / Scaling.One)));
        var scale = Scaling.NoTies(target / (FunctionQuantization.FreeValueUnit(f, largest) * gateUnit / Scaling.One));
        return (FunctionQuantization.OfSum(f, largest, target / (Scaling.Value(scale) * gateUnit / Scaling.One), Clip, isSum), scale);
    }
}
