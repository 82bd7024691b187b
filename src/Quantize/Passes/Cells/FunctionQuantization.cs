using EdgeLstm.Gates;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>
/// Scalar functions in integers. Sigmoid and tanh are the runtime's own; what is linear in pieces has its slope in the argument's unit and
/// is exact; everything else is a table over twice the range that calibration saw.
/// </summary>
static class FunctionQuantization
{
    const double SteepUnit = 65536; // of a step's argument: only its sign matters, so that it may saturate at once

    static readonly int[] EvenEnds = [.. Enumerable.Range(0, 513).Select(k => 128 * k - 32768)];

    static readonly int[] DenseEnds =
    [
        .. Enumerable.Range(0, (32768 - GateFunction.DenseReach) / 256).Select(k => 256 * k - 32768),
        .. Enumerable.Range(0, 2 * GateFunction.DenseReach / 16).Select(k => 16 * k - GateFunction.DenseReach),
        .. Enumerable.Range(0, (32768 - GateFunction.DenseReach) / 256 + 1).Select(k => 256 * k + GateFunction.DenseReach),
    ];

    /// <summary>A gate's function: 2^(15 − d) units per 1.</summary>
    /// <param name="largest">Greatest |argument| that calibration saw.</param>
    /// <param name="clip">Of the argument, or null.</param>
    /// <param name="isSum">Whether something is added to the argument in int16, which must not saturate before.</param>
    public static (QuantizedFunction Function, int Doublings) Gate(ScalarFunction f, double largest, float? clip, bool isSum)
    {
        int d = 0;
        while (d < 8 && f.Max(Reach(largest)) > (1 << d) * (1 + 1e-6))
            d++;
        return (OfSum(f, largest, Scaling.One / (1 << d), clip, isSum), d);
    }

    /// <summary>Units of the value that the runtime's own functions have; null where they are free.</summary>
    public static double? FixedValueUnit(ScalarFunction f) => f.Kind switch
    {
        FunctionKind.Sigmoid or FunctionKind.Tanh or FunctionKind.HardSigmoid or FunctionKind.Step or FunctionKind.ThreeLevel =>
            Scaling.One,
        FunctionKind.ScaledTanh when f.Alpha > 0 && f.Beta > 0 => Scaling.One / f.Alpha,
        _ => null,
    };

    /// <summary>Units of the value where they are free: twice what calibration saw fits.</summary>
    public static double FreeValueUnit(ScalarFunction f, double largest)
    {
        double reach = f.Kind == FunctionKind.Affine ? Math.Abs(f.Alpha) * Reach(largest) + Math.Abs(f.Beta)
            : f.Max(Reach(largest));
        return short.MaxValue / Math.Max(reach, 1e-4);
    }

    /// <summary>A function of a row's sum: the unit of its argument is free.</summary>
    public static QuantizedFunction OfSum(ScalarFunction f, double largest, double valueUnit, float? clip, bool isSum = false)
    {
        double wide = short.MaxValue / Reach(largest);
        return f.Kind switch
        {
            FunctionKind.Sigmoid => Native(GateFunctionKind.Sigmoid, 4096, clip),
            FunctionKind.Tanh => Native(GateFunctionKind.Tanh, 8192, clip),
            FunctionKind.ScaledTanh when f.Alpha > 0 && f.Beta > 0 && Close(valueUnit, Scaling.One / f.Alpha) =>
                Native(GateFunctionKind.Tanh, 8192 * f.Beta, clip) with { ValueUnit = valueUnit },
            FunctionKind.Step => Native(GateFunctionKind.Step, isSum ? wide : SteepUnit, clip),
            FunctionKind.ThreeLevel => ThreeLevel(f, isSum ? Math.Min(wide, 16384 / Math.Max(Math.Abs(f.Alpha), 1e-3))
                : 8192 / Math.Max(Math.Abs(f.Alpha), 1e-3), clip),
            FunctionKind.HardSigmoid when f.Alpha > 0 && f.Beta is >= 0 and <= 1 => Linear(f.Alpha, f.Beta, 0, 1, Scaling.One, clip),
            FunctionKind.Identity => Linear(1, 0, -1e9, 1e9, valueUnit, clip),
            FunctionKind.Relu => Linear(1, 0, 0, 1e9, valueUnit, clip),
            FunctionKind.Affine when f.Alpha > 0 => Linear(f.Alpha, f.Beta, -1e9, 1e9, valueUnit, clip),
            FunctionKind.ThresholdedRelu => new(GateFunctionKind.Threshold, Limit(clip, valueUnit), Short(f.Alpha * valueUnit), 0, 0, 0,
                null, valueUnit, valueUnit),
            _ => Table(f, Math.Max(wide, short.MaxValue / Flat(f)), valueUnit, clip),
        };
    }

    /// <summary>The output function of a cell state of <paramref name="cellBits"/> fraction bits. No clip: ONNX's is for gates.</summary>
    public static QuantizedFunction OfCell(ScalarFunction f, int cellBits)
    {
        double unit = 1 << cellBits;
        return f.Kind switch
        {
            FunctionKind.Sigmoid => Native(GateFunctionKind.Sigmoid, unit, null) with { Doublings = 12 - cellBits },
            FunctionKind.Tanh => Native(GateFunctionKind.Tanh, unit, null) with { Doublings = GateMath.ArgumentBits - cellBits },
            FunctionKind.Identity => Linear(1, 0, -1e9, 1e9, unit, null),
            FunctionKind.Relu => Linear(1, 0, 0, 1e9, unit, null),
            FunctionKind.ThresholdedRelu => new(GateFunctionKind.Threshold, short.MaxValue, Short(f.Alpha * unit), 0, 0, 0, null, unit,
                unit),
            FunctionKind.Step => Native(GateFunctionKind.Step, unit, null),
            FunctionKind.ThreeLevel => ThreeLevel(f, unit, null),
            _ => Table(f, unit, short.MaxValue / f.Max(short.MaxValue / unit), null),
        };
    }

    /// <summary>Where a function is flat for good: its table need not reach further.</summary>
    static double Flat(ScalarFunction f) => f.Kind switch
    {
        FunctionKind.ScaledTanh when f.Beta != 0 => 6 / Math.Abs(f.Beta), // 1 − tanh 6 is below an int16's step
        FunctionKind.HardSigmoid when f.Alpha != 0 => (1 + Math.Abs(f.Beta)) / Math.Abs(f.Alpha),
        _ => double.PositiveInfinity,
    };

    static double Reach(double largest) => Math.Max(2 * largest, 1.0 / 16);

    static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Abs(b);

    static QuantizedFunction Native(GateFunctionKind kind, double unit, float? clip) =>
        new(kind, Limit(clip, unit), 0, 0, 0, 0, null, unit, Scaling.One);

    static QuantizedFunction ThreeLevel(ScalarFunction f, double unit, float? clip) =>
        Native(GateFunctionKind.ThreeLevel, unit, clip) with { A = Short(f.Alpha * unit) };

    /// <summary>min(max(slope·x + offset, low), high).</summary>
    static QuantizedFunction Linear(double slope, double offset, double low, double high, double valueUnit, float? clip) =>
        new(GateFunctionKind.Clamp, Limit(clip, slope * valueUnit), Short(offset * valueUnit), Short(low * valueUnit),
            Short(high * valueUnit), 0, null, slope * valueUnit, valueUnit);

    /// <summary>Segments all alike, or dense around 0: whichever is closer at its worst.</summary>
    static QuantizedFunction Table(ScalarFunction f, double argumentUnit, double valueUnit, float? clip)
    {
        var (even, dense) = (Of(dense: false), Of(dense: true));
        var (evenError, denseError) = (Error(even), Error(dense));
        bool takesDense = denseError < evenError;
        return new(GateFunctionKind.Table, Limit(clip, argumentUnit), (short)(takesDense ? 1 : 0), 0, 0, 0,
            (takesDense ? dense : even).Values, argumentUnit, valueUnit);

        (int[] Ends, short[] Values) Of(bool dense)
        {
            int[] ends = dense ? DenseEnds : EvenEnds;
            var values = new short[GateFunction.TableLength];
            for (int k = 0; k < ends.Length; k++)
                values[k] = Short(Value(ends[k]));
            return (ends, values);
        }

        double Value(double u) => f.Apply(u / argumentUnit) * valueUnit;

        double Error((int[] Ends, short[] Values) table)
        {
            double largest = 0;
            for (int k = 0; k + 1 < table.Ends.Length; k++)
            {
                for (int part = 1; part < 4; part++)
                {
                    double on = table.Values[k] + (table.Values[k + 1] - table.Values[k]) * part / 4.0;
                    largest = Math.Max(largest, Math.Abs(on - Math.Clamp(
                        Value(table.Ends[k] + (table.Ends[k + 1] - table.Ends[k]) * part / 4.0), -short.MaxValue, short.MaxValue)));
                }
            }

            return largest;
        }
    }

    static short Limit(float? clip, double unit) => clip is float c ? (short)Math.Min(Math.Round(c * unit), short.MaxValue)
        : short.MaxValue;

    static short Short(double value) => (short)Math.Clamp(Math.Round(value), -short.MaxValue, short.MaxValue);
}
