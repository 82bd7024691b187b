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
}
