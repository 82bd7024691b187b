using System.Numerics.Tensors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference;

/// <summary>A layer with its sums, state and output.</summary>
sealed class LayerState(Layer layer)
{
    public float[] Sums { get; } = new float[layer is LstmLayer ? LstmLayer.Gates * layer.Outputs : layer.Outputs];
    public float[] Cell { get; } = new float[layer is LstmLayer ? layer.Outputs : 0];
    public float[] Output { get; } = new float[layer.Outputs];

    public void Reset()
    {
        if (layer is not LstmLayer lstm)
            return;
        lstm.InitialH.CopyTo(Output, 0);
        lstm.InitialC.CopyTo(Cell, 0);
    }

    public void Step(ReadOnlySpan<float> x)
    {
        if (layer is LstmLayer lstm)
            Step(lstm, x);
        else
            Step((DenseLayer)layer, x);
    }

    void Step(LstmLayer lstm, ReadOnlySpan<float> x)
    {
        int h = lstm.Units, n = x.Length;
        for (int row = 0; row < Sums.Length; row++)
            Sums[row] = TensorPrimitives.Dot(lstm.W.AsSpan(row * n, n), x) + TensorPrimitives.Dot<float>(lstm.U.AsSpan(row * h, h), Output) + lstm.Bias[row];
        for (int unit = 0; unit < h; unit++)
        {
            float i = Sigmoid(Sums[unit]), f = Sigmoid(Sums[h + unit]), g = MathF.Tanh(Sums[2 * h + unit]), o = Sigmoid(Sums[3 * h + unit]);
            Cell[unit] = f * Cell[unit] + i * g;
            Output[unit] = o * MathF.Tanh(Cell[unit]);
        }
    }

    void Step(DenseLayer dense, ReadOnlySpan<float> x)
    {
        for (int row = 0; row < Sums.Length; row++)
            Sums[row] = TensorPrimitives.Dot(dense.W.AsSpan(row * x.Length, x.Length), x) + dense.Bias[row];
        Activate(dense.Activation, Sums, Output);
    }

    static void Activate(Activation activation, ReadOnlySpan<float> sums, Span<float> output)
    {
        // The largest sum goes out of every exponent, so that none overflows.
        float largest = activation == Activation.Softmax ? TensorPrimitives.Max(sums) : 0;
        for (int i = 0; i < sums.Length; i++)
            output[i] = activation switch
            {
                Activation.Relu => Math.Max(0, sums[i]),
                Activation.Sigmoid => Sigmoid(sums[i]),
                Activation.Tanh => MathF.Tanh(sums[i]),
                Activation.Softmax => MathF.Exp(sums[i] - largest),
                _ => sums[i],
            };
        if (activation == Activation.Softmax)
            TensorPrimitives.Divide(output, TensorPrimitives.Sum<float>(output), output);
    }

    static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
