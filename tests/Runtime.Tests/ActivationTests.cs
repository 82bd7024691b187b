using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

public class ActivationTests
{
    [Fact]
    public void Exp_sigmoid_and_tanh_are_within_their_stated_relative_errors()
    {
        double exp = 0, sigmoid = 0, tanh = 0;
        for (int k = -870_000; k <= 880_000; k += 7)
        {
            float v = k * 1e-4f;
            exp = Math.Max(exp, Math.Abs(Activations.Exp(v) / Math.Exp(v) - 1));
            sigmoid = Math.Max(sigmoid, Math.Abs(Activations.Sigmoid(v) / (1 / (1 + Math.Exp(-(double)v))) - 1));
            if (v != 0)
                tanh = Math.Max(tanh, Math.Abs(Activations.Tanh(v) / Math.Tanh(v) - 1));
        }

        Assert.InRange(exp, 0, 2e-7);
        Assert.InRange(sigmoid, 0, 4e-7);
        Assert.InRange(tanh, 0, 4e-7);
    }

    [Fact]
    public void Softmax_sums_to_one_and_keeps_the_order()
    {
        float[] v = [1000, 999, -1000];
        Activations.Softmax(v);
        Assert.Equal(1, v.Sum(), 6);
        Assert.True(v[0] > v[1] && v[1] > v[2]);
    }

    [Fact]
    public void Relu_keeps_what_is_positive()
    {
        float[] v = [-1, 0, 2, float.NaN];
        Activations.Relu(v);
        Assert.Equal([0, 0, 2, 0], v);
    }

    [Fact]
    public void The_other_functions_are_their_formulas()
    {
        Check(v => Activations.LeakyRelu(v, 0.1f), v => v < 0 ? 0.1 * v : v);
        Check(v => Activations.ThresholdedRelu(v, 0.5f), v => v > 0.5 ? v : 0);
        Check(v => Activations.HardSigmoid(v, 0.2f, 0.5f), v => Math.Clamp(0.2 * v + 0.5, 0, 1));
        Check(v => Activations.ScaledTanh(v, 1.7f, 0.66f), v => 1.7 * Math.Tanh(0.66 * v));
        Check(v => Activations.Elu(v, 1.3f), v => v < 0 ? 1.3 * (Math.Exp(v) - 1) : v);
        Check(Activations.Softsign, v => v / (1 + Math.Abs(v)));
        Check(Activations.Softplus, v => Math.Log(1 + Math.Exp(v)));
        Check(v => Activations.Affine(v, -2, 0.25f), v => -2 * v + 0.25);
        Check(Activations.Step, v => v >= 0 ? 1 : 0);
        Check(v => Activations.ThreeLevel(v, 1), v => v < -1 ? 0 : v >= 1 ? 1 : 0.5);
    }

    [Fact]
    public void Elu_and_softplus_keep_the_digits_of_small_results()
    {
        double elu = 0, softplus = 0;
        for (int k = 1; k <= 870_000; k += 7)
        {
            float v = -k * 1e-4f;
            elu = Math.Max(elu, Math.Abs(Activations.ExpLessOne(v)
                / (k < 100 ? v + (double)v * v / 2 + (double)v * v * v / 6 : Math.Exp(v) - 1) - 1));
            float[] y = [v];
            Activations.Softplus(y);
            double e = Math.Exp(v);
            softplus = Math.Max(softplus, Math.Abs(y[0] / (e < 1e-6 ? e - e * e / 2 : Math.Log(1 + e)) - 1));
        }

        Assert.InRange(elu, 0, 4e-7);
        Assert.InRange(softplus, 0, 5e-7);
    }

    [Fact]
    public void Log_softmax_is_the_logarithm_of_softmax_and_stays_finite_where_that_is_0()
    {
        float[] v = [3, -1, 0.5f, 2.9f], log = [.. v];
        Activations.LogSoftmax(log);
        double sum = v.Sum(x => Math.Exp(x));
        for (int k = 0; k < v.Length; k++)
            Assert.Equal(v[k] - Math.Log(sum), log[k], 1e-6);
        float[] far = [0, 400];
        Activations.LogSoftmax(far);
        Assert.Equal([-400, 0], far);
    }

    [Fact]
    public void The_logarithm_is_within_4e7_relative_to_the_larger_of_1_and_its_value()
    {
        for (float v = 1; v < 1e6f; v *= 1.0007f)
            Assert.Equal(Math.Log(v), Activations.Log(v), 4e-7 * Math.Max(1, Math.Log(v)));
    }

    [Fact]
    public void The_greatest_of_equals_is_the_first()
    {
        float[] y = new float[1];
        Elements.ArgMax([1, 5, -2, 5], y);
        Assert.Equal([1], y);
    }

    [Fact]
    public void A_value_far_out_stays_finite()
    {
        float[] v = [1e30f, -1e30f];
        Activations.Softplus(v);
        Assert.Equal([1e30f, 0], v);
        v = [1e30f, -1e30f];
        Activations.Elu(v, 1);
        Assert.Equal([1e30f, -1], v);
        v = [1e30f, -1e30f];
        Activations.Silu(v);
        Assert.Equal([1e30f, 0], v);
        v = [1e30f, -1e30f];
        Activations.Gelu(v);
        Assert.Equal([1e30f, 0], v);
        v = [1e30f, -1e30f];
        Activations.GeluTanh(v);
        Assert.Equal([1e30f, 0], v);
        v = [1e30f, -1e30f];
        Activations.Exp(v);
        Assert.InRange(v[0], 1.6e38f, float.MaxValue);
        Assert.Equal(0, v[1]);
    }

    delegate void Apply(Span<float> values);

    static void Check(Apply apply, Func<double, double> formula)
    {
        for (int k = -6000; k <= 6000; k++)
        {
            float[] y = [k * 1e-3f];
            double expected = formula(y[0]);
            apply(y);
            Assert.Equal(expected, y[0], 1e-6 * (1 + Math.Abs(expected)));
        }
    }
}
