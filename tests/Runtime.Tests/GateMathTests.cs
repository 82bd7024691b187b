using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EdgeLstm.Gates;

namespace EdgeLstm.Runtime.Tests;

public unsafe class GateMathTests
{
    [Fact]
    public void Tanh_is_within_its_stated_error_over_all_65536_inputs()
    {
        double inside = 0, beyond = 0;
        for (int u = short.MinValue; u <= short.MaxValue; u++)
        {
            double error = Math.Abs(GateMath.Tanh<short, ScalarLanes>((short)u) / 32768.0 - Math.Tanh(u / 8192.0));
            if (Math.Abs(u) < 3.5 * 8192)
                inside = Math.Max(inside, error);
            else
                beyond = Math.Max(beyond, error);
        }

        Assert.InRange(inside, 0, 1.1e-4);
        Assert.InRange(beyond, 0, 6.5e-4);
    }

    [Fact]
    public void Sigmoid_is_within_its_stated_error_over_all_65536_inputs()
    {
        double inside = 0, beyond = 0;
        for (int u = short.MinValue; u <= short.MaxValue; u++)
        {
            double error = Math.Abs(GateMath.Sigmoid<short, ScalarLanes>((short)u) / 32768.0 - 1 / (1 + Math.Exp(-u / 4096.0)));
            if (Math.Abs(u) < 3.5 * 8192)
                inside = Math.Max(inside, error);
            else
                beyond = Math.Max(beyond, error);
        }

        Assert.InRange(inside, 0, 7e-5);
        Assert.InRange(beyond, 0, 3.4e-4);
    }

    [Fact]
    public void A_saturated_gate_is_exactly_open_or_closed()
    {
        Assert.Equal(32767, GateMath.Sigmoid<short, ScalarLanes>(short.MaxValue));
        Assert.Equal(0, GateMath.Sigmoid<short, ScalarLanes>(short.MinValue));
        Assert.Equal(0, GateMath.Tanh<short, ScalarLanes>(0));
    }

    [Fact]
    public void Tanh_is_odd_and_stays_in_range()
    {
        for (int u = 0; u <= short.MaxValue; u++)
        {
            short t = GateMath.Tanh<short, ScalarLanes>((short)u);
            Assert.InRange(t, 0, 32767);
            Assert.Equal(-t, GateMath.Tanh<short, ScalarLanes>((short)-u));
        }
    }

    [Fact]
    public void Avx2_gates_equal_the_scalar_definition_over_all_inputs()
    {
        if (!Avx2.IsSupported)
            return; // the arm64 bench runs the same comparison for Advanced SIMD
        short* actual = stackalloc short[32];
        for (int u = short.MinValue; u <= short.MaxValue; u += 16)
        {
            var input = Vector256.Create((short)u) + Counting;
            GateMath.Tanh<Vector256<short>, Avx2Lanes>(input).Store(actual);
            GateMath.Sigmoid<Vector256<short>, Avx2Lanes>(input).Store(actual + 16);
            for (int k = 0; k < 16; k++)
            {
                Assert.Equal(GateMath.Tanh<short, ScalarLanes>((short)(u + k)), actual[k]);
                Assert.Equal(GateMath.Sigmoid<short, ScalarLanes>((short)(u + k)), actual[16 + k]);
            }
        }
    }

    [Fact]
    public void Avx512_gates_equal_the_scalar_definition_over_all_inputs()
    {
        if (!Avx512BW.IsSupported)
            return;
        var table = GateTable512.Create();
        short* actual = stackalloc short[64];
        for (int u = short.MinValue; u <= short.MaxValue; u += 16)
        {
            var input = Vector256.Create((short)u) + Counting;
            table.Odd(Vector512.Create(input, input), GateTable512.TanhAndSigmoid).Store(actual);
            table.Odd(Vector512.Create(input, input), GateTable512.Sigmoid).Store(actual + 32);
            for (int k = 0; k < 16; k++)
            {
                short sigmoid = GateMath.Sigmoid<short, ScalarLanes>((short)(u + k));
                Assert.Equal(GateMath.Tanh<short, ScalarLanes>((short)(u + k)), actual[k]);
                Assert.Equal(sigmoid, Math.Min(actual[16 + k] + 16384, 32767));
                Assert.Equal(actual[16 + k], actual[32 + k]);
                Assert.Equal(actual[16 + k], actual[48 + k]);
            }
        }
    }

    static Vector256<short> Counting => Vector256.Create((short)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}
