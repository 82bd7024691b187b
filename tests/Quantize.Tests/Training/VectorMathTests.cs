using System.Runtime.Intrinsics;
using EdgeLstm.Quantize.Training.Engine;

namespace EdgeLstm.Quantize.Tests.Training;

public class VectorMathTests
{
    [Theory]
    [InlineData("exp", 2)]
    [InlineData("sigmoid", 3)]
    [InlineData("tanh", 3)]
    public void A_function_in_float_is_within_a_few_ulp(string function, double limit)
    {
        double worst = 0;
        for (float size = 1e-6f; size < 85; size *= 1.0003f)
            foreach (float x in new[] { size, -size })
            {
                var v = Vector256.Create(x);
                var (found, exact) = function switch
                {
                    "exp" => (VectorMath.Exp(v), Math.Exp(x)),
                    "sigmoid" => (VectorMath.Sigmoid(v), 1 / (1 + Math.Exp(-(double)x))),
                    _ => (VectorMath.Tanh(v), Math.Tanh(x)),
                };
                worst = Math.Max(worst, Math.Abs(found[3] - exact) / (MathF.BitIncrement((float)Math.Abs(exact)) - Math.Abs((float)exact)));
            }

        Assert.InRange(worst, 0.5, limit);
    }

    [Theory]
    [InlineData(float.PositiveInfinity, 1, 1)]
    [InlineData(float.NegativeInfinity, 0, -1)]
    [InlineData(0f, 0.5, 0)]
    public void Saturation_has_no_surprises(float x, double sigmoid, double tanh)
    {
        Assert.Equal(sigmoid, VectorMath.Sigmoid(Vector256.Create(x))[0], 1e-37);
        Assert.Equal(tanh, VectorMath.Tanh(Vector256.Create(x))[0]);
    }

    [Fact]
    public void Noise_is_the_same_for_a_key_and_logistic_where_it_is_drawn()
    {
        var (first, again, other) = (new float[1 << 16], new float[1 << 16], new float[1 << 16]);
        Noise.Logistic<float>(7, 0.2, first);
        Noise.Logistic<float>(7, 0.2, again);
        Noise.Logistic<float>(8, 0.2, other);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        var drawn = first.Where(value => value != 0).Select(value => (double)value).ToArray();
        Assert.InRange((double)drawn.Length / first.Length, 0.19, 0.21);
        Assert.InRange(drawn.Average(), -0.06, 0.06);
        // The logistic distribution's variance is π²/3; the edges at ±6.9 take a little of it.
        Assert.InRange(drawn.Average(value => value * value), 3.1, 3.4);
    }
}
