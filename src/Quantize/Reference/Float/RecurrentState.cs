using System.Numerics.Tensors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

/// <summary>What the cells share: W x + U h + b, initial states, and the order in which a window is taken.</summary>
abstract class RecurrentState(RecurrentLayer layer) : LayerState(layer)
{
    readonly float? _clip = layer.Cell.Clip;

    protected int H { get; } = layer.HiddenSize;

    public override float[] Recurrent { get; } = new float[layer.Cell.Recurrent(layer.HiddenSize)];

    public override float[] Sums { get; } = new float[layer.Bias.Length];

    public override float[] Gates { get; } = new float[layer.Bias.Length];

    /// <summary>States of the next windows, in place of the layer's own.</summary>
    public float[]? InitialH { get; set; }

    public float[]? InitialC { get; set; }

    /// <summary>Cell states of a window [T, H], for the layer that gives them out.</summary>
    public Sequence? Cells { get; set; }

    public override void Reset()
    {
        Array.Clear(Recurrent);
        (InitialH ?? layer.InitialH).CopyTo(Output, 0);
        (InitialC ?? layer.InitialC).CopyTo(Cell, 0);
    }

    public override void Run(Sequence x, Sequence y, Action<float[]>? seen)
    {
        Reset();
        Cells = new(x.Steps, Cell.Length);
        for (int k = 0; k < x.Steps; k++)
        {
            int t = layer.Direction == Direction.Forward ? k : x.Steps - 1 - k;
            float[] sample = x[t].ToArray();
            Step(sample);
            Output.CopyTo(y[t]);
            Cell.CopyTo(Cells[t]);
            seen?.Invoke(sample);
        }
    }

    /// <summary>W x + b of one row.</summary>
    protected float Input(int row, ReadOnlySpan<float> x) => TensorPrimitives.Dot(layer.W.AsSpan(row * x.Length, x.Length), x) + layer.Bias[row];

    /// <summary>U h of one row.</summary>
    protected float Product(int row, ReadOnlySpan<float> h) => TensorPrimitives.Dot(layer.U.AsSpan(row * h.Length, h.Length), h);

    /// <summary>The sum of one row through its gate's function.</summary>
    protected float Gate(int row, float sum, ScalarFunction function)
    {
        if (_clip is float limit)
            sum = Math.Clamp(sum, -limit, limit);
        Sums[row] = sum;
        return Gates[row] = function.Apply(sum);
    }
}
