using System.Numerics.Tensors;

namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// What a <see cref="Cell"/> computes a float step with: the values that it reads and writes, and the sums that all cells have.
/// </summary>
/// <param name="layer">The layer, with its W, U and b.</param>
/// <param name="output">[O] the layer's output: before the step that of the last one.</param>
sealed class CellStep(RecurrentLayer layer, float[] output)
{
    readonly float? _clip = layer.Cell.Clip;

    /// <summary>H.</summary>
    public int Units { get; } = layer.HiddenSize;

    /// <summary>[O] replaced.</summary>
    public float[] Output => output;

    /// <summary>[R] what U reads: the output and <see cref="Kept"/> as they were before the step.</summary>
    public float[] Recurrent { get; } = new float[layer.Cell.Recurrent(layer.HiddenSize)];

    /// <summary>[R − O] what recurs beside the output, replaced.</summary>
    public float[] Kept { get; } = new float[layer.Cell.Recurrent(layer.HiddenSize) - output.Length];

    /// <summary>[H] the cell state c, replaced, or a Jordan network's s; empty of other cells.</summary>
    public float[] Inner { get; } = new float[layer.Cell.Inner(layer.HiddenSize)];

    /// <summary>[G·H] before the gates' functions.</summary>
    public float[] Sums { get; } = new float[layer.Bias.Length];

    /// <summary>[G·H] behind them.</summary>
    public float[] Gates { get; } = new float[layer.Bias.Length];

    /// <summary>[H] for values that a step needs and nobody else.</summary>
    public float[] Scratch { get; } = new float[layer.HiddenSize];

    /// <summary>Takes one sample.</summary>
    public void Run(ReadOnlySpan<float> x)
    {
        output.CopyTo(Recurrent, 0);
        Kept.CopyTo(Recurrent, output.Length);
        layer.Cell.Step(this, x);
    }

    /// <summary>Forgets what recurs; the output and the cell state are their owner's.</summary>
    public void Clear()
    {
        Array.Clear(Recurrent);
        Array.Clear(Kept);
    }

    /// <summary>W x + b of one row.</summary>
    public float Input(int row, ReadOnlySpan<float> x) =>
        TensorPrimitives.Dot(layer.W.AsSpan(row * x.Length, x.Length), x) + layer.Bias[row];

    /// <summary>U h of one row.</summary>
    public float Product(int row, ReadOnlySpan<float> h) => TensorPrimitives.Dot(layer.U.AsSpan(row * h.Length, h.Length), h);

    /// <summary>The sum of one row, W x + U h + b and <paramref name="more"/>, through its gate's function.</summary>
    public float Gate(int row, ReadOnlySpan<float> x, ScalarFunction function, float more = 0) =>
        Gate(row, Input(row, x) + Product(row, Recurrent) + more, function);

    /// <summary>A sum of one row through its gate's function.</summary>
    public float Gate(int row, float sum, ScalarFunction function)
    {
        if (_clip is float limit)
            sum = Math.Clamp(sum, -limit, limit);
        Sums[row] = sum;
        return Gates[row] = function.Apply(sum);
    }
}
