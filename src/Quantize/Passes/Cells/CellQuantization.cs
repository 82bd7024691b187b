using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>Quantizes a recurrent layer of any cell; the files beside have one cell each.</summary>
sealed partial class CellQuantization
{
    readonly RecurrentLayer layer;
    readonly ActivationScale input;
    readonly Scheme scheme;
    readonly CellStatistics statistics;
    readonly double[,] moments;
    readonly double maxOutput, maxCell;
    readonly CellBuilder builder = new();
    readonly int h, inputs;

    CellQuantization(RecurrentLayer layer, ActivationScale input, Scheme scheme, CalibrationStatistics calibration, int index)
    {
        (this.layer, this.input, this.scheme) = (layer, input, scheme);
        (statistics, moments) = (calibration.Cells[index]!, calibration.Moments[index]);
        (maxOutput, maxCell) = (calibration.MaxOutput[index], calibration.MaxCell[index]);
        (h, inputs) = (layer.Units, layer.Inputs);
    }

    bool IsInt8 => scheme == Scheme.Int8;

    float? Clip => layer.Cell.Clip;

    /// <param name="layer">Any cell.</param>
    /// <param name="input">How its input stands in units.</param>
    /// <param name="scheme">int8 or int8x16.</param>
    /// <param name="calibration">Of the network.</param>
    /// <param name="index">The layer's.</param>
    public static QuantizedCell Run(RecurrentLayer layer, ActivationScale input, Scheme scheme, CalibrationStatistics calibration, int index)
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

    ReadOnlyMemory<float> W(int gate) => layer.W.AsMemory(gate * h * inputs, h * inputs);

    ReadOnlyMemory<float> U(int gate) => layer.U.AsMemory(gate * layer.U.Length / layer.Cell.Gates.Count, layer.U.Length / layer.Cell.Gates.Count);

    ReadOnlyMemory<float> Bias(int gate) => layer.Bias.AsMemory(gate * h, h);

    ProductQuantization Product(ActivationScale x, ActivationScale r, double[,] moments) =>
        new(x, r, scheme, moments, searchesScales: true, pairSection: layer.Cell is LstmCell { FullGateRecurrence: true } ? layer.Units : int.MaxValue);

    QuantizedCell Done(double hiddenUnit, double cellUnit) => new(builder.Build(), hiddenUnit, cellUnit, Initial(hiddenUnit, cellUnit), builder.Tables);

    /// <summary>The initial state, or nothing where it is zero.</summary>
    byte[] Initial(double hiddenUnit, double cellUnit)
    {
        if (layer.InitialH.Concat(layer.InitialC).All(v => v == 0))
            return [];
        int limit = IsInt8 ? 127 : 16384;
        var state = Array.ConvertAll(layer.InitialH, v => (short)Math.Clamp(Math.Round(v * hiddenUnit), -limit, limit));
        byte[] hidden = IsInt8 ? Array.ConvertAll(state, v => (byte)(sbyte)v) : MemoryMarshal.AsBytes(state.AsSpan()).ToArray();
        if (cellUnit == 0)
            return hidden;
        bool isGru = layer.Cell is GruCell; // which keeps its h twice
        int cellLimit = isGru ? 16384 : short.MaxValue;
        var cell = Array.ConvertAll(isGru ? layer.InitialH : layer.InitialC, v => (short)Math.Clamp(Math.Round(v * cellUnit), -cellLimit, cellLimit));
        return [.. hidden, .. MemoryMarshal.AsBytes(cell.AsSpan())];
    }

    /// <summary>A function whose value is scaled to <paramref name="target"/> units by a gate of <paramref name="gateUnit"/>; where its own unit is free, the factor is exact.</summary>
    (QuantizedFunction Function, EdgeLstm.Gates.CellScale Scale) Fitted(ScalarFunction f, double largest, double gateUnit, double target, bool isSum = false)
    {
        if (FunctionQuantization.FixedValueUnit(f) is double unit)
            return (FunctionQuantization.OfSum(f, largest, unit, Clip, isSum), Scaling.Factor(target / (unit * gateUnit / Scaling.One)));
        var scale = Scaling.NoTies(target / (FunctionQuantization.FreeValueUnit(f, largest) * gateUnit / Scaling.One));
        return (FunctionQuantization.OfSum(f, largest, target / (Scaling.Value(scale) * gateUnit / Scaling.One), Clip, isSum), scale);
    }
}
