using System.Runtime.InteropServices;
using EdgeLstm.Gates;
using EdgeLstm.Quantize.Graph;
using GruCell = EdgeLstm.Quantize.Graph.GruCell;
using LstmCell = EdgeLstm.Quantize.Graph.LstmCell;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>Quantizes a recurrent layer: what all cells need for it. <see cref="CellIntegers"/> does it, cell by cell.</summary>
sealed class CellQuantization
{
    readonly Scheme _scheme;
    readonly int _inputs;

    CellQuantization(RecurrentLayer layer, ActivationScale input, Scheme scheme, CalibrationStatistics calibration, int index)
    {
        (Layer, Input, _scheme) = (layer, input, scheme);
        (Statistics, Moments) = (calibration.Cells[index]!, calibration.Moments[index]);
        (MaxOutput, MaxCell) = (calibration.MaxOutput[index], calibration.MaxCell[index]);
        (Units, _inputs) = (layer.HiddenSize, layer.Inputs);
    }

    public RecurrentLayer Layer { get; }

    public ActivationScale Input { get; }

    public CellStatistics Statistics { get; }

    /// <summary>Of what the first product reads.</summary>
    public double[,] Moments { get; }

    public double MaxOutput { get; }

    public double MaxCell { get; }

    /// <summary>H.</summary>
    public int Units { get; }

    public bool IsInt8 => _scheme == Scheme.Int8;

    public float? Clip => Layer.Cell.Clip;

    public CellBuilder Builder { get; } = new();

    /// <param name="input">How its input stands in units.</param>
    /// <param name="scheme">int8 or int8x16.</param>
    /// <param name="index">The layer's place in the network, by which the statistics know it.</param>
    public static QuantizedCell Run(RecurrentLayer layer, ActivationScale input, Scheme scheme, CalibrationStatistics calibration,
        int index) =>
        CellIntegers.Of(layer.Cell.RuntimeKind).Quantize(new(layer, input, scheme, calibration, index));

    public ReadOnlyMemory<float> W(int gate) => Layer.W.AsMemory(gate * Units * _inputs, Units * _inputs);

    public ReadOnlyMemory<float> U(int gate) => Layer.U.AsMemory(gate * Layer.U.Length / Layer.Cell.Gates.Count,
        Layer.U.Length / Layer.Cell.Gates.Count);

    public ReadOnlyMemory<float> Bias(int gate) => Layer.Bias.AsMemory(gate * Units, Units);

    public ProductQuantization Product(ActivationScale x, ActivationScale r, double[,] moments) =>
        new(x, r, _scheme, moments, searchesScales: true,
            pairSection: Layer.Cell is LstmCell { FullGateRecurrence: true } ? Layer.HiddenSize : int.MaxValue);

    public QuantizedCell Done(double hiddenUnit, double cellUnit) =>
        new(Builder.Build(), hiddenUnit, cellUnit, Initial(hiddenUnit, cellUnit), Builder.Tables);

    /// <summary>The initial state, or nothing where it is zero.</summary>
    byte[] Initial(double hiddenUnit, double cellUnit)
    {
        if (Layer.InitialH.Concat(Layer.InitialC).All(v => v == 0))
            return [];
        int limit = IsInt8 ? 127 : 16384;
        var state = Array.ConvertAll(Layer.InitialH, v => (short)Math.Clamp(Math.Round(v * hiddenUnit), -limit, limit));
        byte[] hidden = IsInt8 ? Array.ConvertAll(state, v => (byte)(sbyte)v) : MemoryMarshal.AsBytes(state.AsSpan()).ToArray();
        if (cellUnit == 0)
            return hidden;
        bool isGru = Layer.Cell is GruCell; // which keeps its h twice
        int cellLimit = isGru ? 16384 : short.MaxValue;
        var cell = Array.ConvertAll(isGru ? Layer.InitialH : Layer.InitialC,
            v => (short)Math.Clamp(Math.Round(v * cellUnit), -cellLimit, cellLimit));
        return [.. hidden, .. MemoryMarshal.AsBytes(cell.AsSpan())];
    }

    /// <summary>
    /// A function whose value is scaled to <paramref name="target"/> units by a gate of <paramref name="gateUnit"/>; where its own unit is
    /// free, the factor is exact.
    /// </summary>
    public (QuantizedFunction Function, CellScale Scale) Fitted(ScalarFunction f, double largest, double gateUnit, double target,
        bool isSum = false)
    {
        if (FunctionQuantization.FixedValueUnit(f) is double unit)
            return (FunctionQuantization.OfSum(f, largest, unit, Clip, isSum), Scaling.Factor(target / (unit * gateUnit / Scaling.One)));
        var scale = Scaling.NoTies(target / (FunctionQuantization.FreeValueUnit(f, largest) * gateUnit / Scaling.One));
        return (FunctionQuantization.OfSum(f, largest, target / (Scaling.Value(scale) * gateUnit / Scaling.One), Clip, isSum), scale);
    }

    /// <summary>A function whose value becomes an activation at once: its scale, and <paramref name="unit"/> as it really is.</summary>
    public (QuantizedFunction Function, CellScale Scale) Output(ScalarFunction f, double largest, ref double unit, bool clips = true)
    {
        double value = FunctionQuantization.FixedValueUnit(f) ?? FunctionQuantization.FreeValueUnit(f, largest);
        var scale = Scaling.Factor(unit / value);
        unit = value * Scaling.Value(scale);
        return (FunctionQuantization.OfSum(f, largest, value, clips ? Clip : null), scale);
    }

    /// <summary>1 in units of 2^(15 − doublings); 32767 where 32768 would be needed.</summary>
    public static short One(int doublings) => (short)Math.Min(32768 >> doublings, short.MaxValue);
}
