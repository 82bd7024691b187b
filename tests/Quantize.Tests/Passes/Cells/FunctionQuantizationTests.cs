using EdgeLstm.Gates;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Passes.Cells;
using Xunit.Abstractions;

namespace EdgeLstm.Quantize.Tests.Passes.Cells;

/// <summary>Every function in integers against its formula, over all 65,536 arguments.</summary>
public unsafe class FunctionQuantizationTests(ITestOutputHelper log)
{
    /// <summary>
    /// Function, largest argument seen, bound of the error: of 1 where the value is at most that, else of the greatest value.
    /// </summary>
    public static TheoryData<FunctionKind, float, float, double> Functions => new()
    {
        { FunctionKind.Identity, 0, 0, 1e-4 },
        { FunctionKind.Relu, 0, 0, 1e-4 },
        { FunctionKind.Affine, 0.5f, 0.25f, 1e-4 },
        { FunctionKind.Affine, -0.5f, 0.25f, 1e-4 },
        { FunctionKind.LeakyRelu, 0.01f, 0, 1e-4 },
        { FunctionKind.ThresholdedRelu, 1, 0, 1e-4 },
        { FunctionKind.HardSigmoid, 0.2f, 0.5f, 1e-4 },
        { FunctionKind.HardSigmoid, 1 / 6f, 0.5f, 1e-4 },
        { FunctionKind.HardSigmoid, 0.5f, 1.5f, 2.5e-3 }, // beyond 0 … 1 at 0: a table, whose segments end beside the corner
        { FunctionKind.ScaledTanh, 1.7159f, 0.6667f, 6.5e-4 },
        { FunctionKind.ScaledTanh, -1, 1, 3e-4 },
        { FunctionKind.Elu, 1, 0, 1.5e-4 },
        { FunctionKind.Softsign, 0, 0, 3e-4 },
        { FunctionKind.Softplus, 0, 0, 1e-4 },
        { FunctionKind.Silu, 0, 0, 1.5e-4 },
        { FunctionKind.Gelu, 0, 0, 1.5e-4 },
        { FunctionKind.GeluTanh, 0, 0, 1.5e-4 },
        { FunctionKind.Sigmoid, 0, 0, 3.4e-4 },
        { FunctionKind.Tanh, 0, 0, 6.5e-4 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_of_a_sum_is_within_its_stated_error_over_all_inputs(FunctionKind kind, float alpha, float beta, double bound)
    {
        var f = new ScalarFunction(kind, alpha, beta);
        foreach (double largest in new[] { 0.5, 4, 30 })
        {
            double unit = FunctionQuantization.FixedValueUnit(f) ?? FunctionQuantization.FreeValueUnit(f, largest);
            var quantized = FunctionQuantization.OfSum(f, largest, unit, null);
            Check(f, quantized, quantized.ArgumentUnit, f.Kind == FunctionKind.Softsign && largest == 30 ? 5e-4 : bound, $"up to {largest}");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_of_a_cell_state_too(FunctionKind kind, float alpha, float beta, double bound)
    {
        var f = new ScalarFunction(kind, alpha, beta);
        foreach (int bits in new[] { 12, 11, 8 })
            Check(f, FunctionQuantization.OfCell(f, bits), 1 << bits, Coarser(f, bits, bound), $"{bits} bits");
    }

    /// <summary>Over ±128 a segment is half a unit wide away from 0, and a 64th near it.</summary>
    static double Coarser(ScalarFunction f, int bits, double bound) => Math.Max(bound, f.Kind == FunctionKind.Softsign && bits == 8 ? 1e-3 : 5e-4);

    [Theory]
    [InlineData(FunctionKind.Step, 0)]
    [InlineData(FunctionKind.ThreeLevel, 1)]
    [InlineData(FunctionKind.ThreeLevel, 0.25f)]
    public void A_gate_of_levels_is_exact_over_all_inputs(FunctionKind kind, float alpha)
    {
        var f = new ScalarFunction(kind, alpha);
        foreach (bool isSum in new[] { false, true })
        {
            var (quantized, doublings) = FunctionQuantization.Gate(f, 3, null, isSum);
            Assert.Equal(0, doublings);
            double threshold = quantized.A / quantized.ArgumentUnit; // as it is once rounded
            Assert.InRange(threshold - alpha, -1e-4, 1e-4);
            short[] values = Values(quantized);
            for (int u = -short.MaxValue; u <= short.MaxValue; u++)
            {
                double x = u / quantized.ArgumentUnit, expected = kind == FunctionKind.Step ? (x >= 0 ? 1 : 0) : x < -threshold ? 0 : x >= threshold ? 1 : 0.5;
                Assert.Equal((short)Math.Min(expected * 32768, 32767), values[u + 32768]);
            }
        }
    }

    [Theory]
    [InlineData(FunctionKind.Sigmoid, 0.5f)]
    [InlineData(FunctionKind.Tanh, 2)]
    [InlineData(FunctionKind.HardSigmoid, 1)]
    [InlineData(FunctionKind.Elu, 2)]
    [InlineData(FunctionKind.Identity, 0.75f)]
    public void Clip_cuts_the_argument(FunctionKind kind, float clip)
    {
        var f = new ScalarFunction(kind, kind == FunctionKind.HardSigmoid ? 0.2f : 1, 0.5f);
        double unit = FunctionQuantization.FixedValueUnit(f) ?? FunctionQuantization.FreeValueUnit(f, 3);
        var quantized = FunctionQuantization.OfSum(f, 3, unit, clip);
        short[] values = Values(quantized);
        for (int u = -short.MaxValue; u <= short.MaxValue; u++)
            Assert.Equal(f.Apply(Math.Clamp(u / quantized.ArgumentUnit, -clip, clip)), values[u + 32768] / quantized.ValueUnit, 1e-3);
    }

    void Check(ScalarFunction f, QuantizedFunction quantized, double argumentUnit, double bound, string what)
    {
        short[] values = Values(quantized);
        double largest = 0, greatest = 1;
        for (int u = -short.MaxValue; u <= short.MaxValue; u++)
        {
            double expected = f.Apply(u / argumentUnit);
            greatest = Math.Max(greatest, Math.Abs(expected));
            // A jump is where rounding puts it; a value beyond what the unit holds saturates.
            if (f.Kind == FunctionKind.ThresholdedRelu && Math.Abs(u / argumentUnit - f.Alpha) < 2 / argumentUnit)
                continue;
            expected = Math.Clamp(expected, -32767 / quantized.ValueUnit, 32767 / quantized.ValueUnit);
            largest = Math.Max(largest, Math.Abs(values[u + 32768] / quantized.ValueUnit - expected));
        }

        log.WriteLine($"{f} {what}: {largest / greatest:g3} as {quantized.Kind}");
        Assert.InRange(largest / greatest, 0, bound);
    }

    static short[] Values(QuantizedFunction quantized)
    {
        var values = new short[65536];
        for (int u = 0; u < values.Length; u++)
            values[u] = (short)(u - 32768);
        var function = new GateFunction(quantized.Kind, quantized.Doublings, quantized.Limit, quantized.A, quantized.B, quantized.C);
        fixed (short* p = values, table = quantized.Table ?? new short[1])
            GateFunctions.Apply<short, ScalarLanes>(function, table, p, 16, values.Length / 16);
        return values;
    }
}
