using System.ComponentModel;
using System.Numerics;
using EdgeLstm.Kernels;

namespace EdgeLstm.Layers;

/// <summary>One float32 dense layer: y = W·x + b. Immutable; steps allocate nothing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // generated code calls it
public sealed unsafe class FloatDenseLayer
{
    readonly AlignedMemory _memory;

    /// <summary>Packs a layer.</summary>
    /// <param name="inputs">I, features of a sample.</param>
    /// <param name="outputs">O, rows of W.</param>
    /// <param name="data">bias [O], W [O, I], all float.</param>
    public FloatDenseLayer(int inputs, int outputs, ReadOnlySpan<byte> data)
    {
        Throw.IfOutOfRange(inputs, 1, 1 << 16, nameof(inputs));
        Throw.IfOutOfRange(outputs, 1, 1 << 16, nameof(outputs));
        Throw.IfShorter(data.Length, DataBytes(inputs, outputs), nameof(data));
        Inputs = inputs;
        Outputs = outputs;
        _memory = new AlignedMemory(DataBytes(inputs, outputs));
        data[..DataBytes(inputs, outputs)].CopyTo(new Span<byte>(_memory.Pointer, DataBytes(inputs, outputs)));
    }

    /// <summary>Input features.</summary>
    public int Inputs { get; }

    /// <summary>Rows.</summary>
    public int Outputs { get; }

    /// <summary>Bytes of a layer's constants.</summary>
    public static int DataBytes(int inputs, int outputs) => 4 * outputs * (1 + inputs);

    /// <summary>Computes the layer.</summary>
    /// <param name="x">[<see cref="Inputs"/>] or more.</param>
    /// <param name="y">[<see cref="Outputs"/>] sums, before any activation.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Step(ReadOnlySpan<float> x, Span<float> y)
    {
        Throw.IfShorter(x.Length, Inputs, nameof(x));
        Throw.IfShorter(y.Length, Outputs, nameof(y));
        float* bias = (float*)_memory.Pointer;
        for (int row = 0; row < Outputs; row++)
            y[row] = bias[row] + Dot(new ReadOnlySpan<float>(bias + Outputs + row * Inputs, Inputs), x);
    }

    static float Dot(ReadOnlySpan<float> w, ReadOnlySpan<float> x)
    {
        var sum = Vector<float>.Zero;
        int k = 0;
        for (; k + Vector<float>.Count <= w.Length; k += Vector<float>.Count)
            sum += new Vector<float>(w[k..]) * new Vector<float>(x[k..]);
        float total = Vector.Sum(sum);
        for (; k < w.Length; k++)
            total += w[k] * x[k];
        return total;
    }
}
