using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>
/// What a recurrent layer's quantization needs beyond the moments of what it reads and the ranges of its state: ranges of sums and gates,
/// and what a second product reads.
/// </summary>
sealed class CellStatistics
{
    readonly RecurrentLayer _layer;
    readonly double[] _z; // what the second product reads, and 1

    public CellStatistics(RecurrentLayer layer)
    {
        _layer = layer;
        int gates = layer.Cell.Gates.Count;
        (MaxSum, MaxGate) = (new double[gates], new double[gates]);
        _z = layer.Cell switch
        {
            GruCell { ResetAfter: false } => new double[layer.Inputs + layer.HiddenSize + 1],
            JordanCell => new double[layer.HiddenSize + 1],
            _ => [],
        };
        SecondMoments = new double[_z.Length, _z.Length];
    }

    /// <summary>Per gate, the greatest |sum| before its function and |value| behind it.</summary>
    public double[] MaxSum { get; }

    public double[] MaxGate { get; }

    /// <summary>
    /// A GRU with reset after: the greatest |W·x + b| and |U·h + d| of the candidate. A Jordan network: the greatest |V·s + d| in the
    /// latter.
    /// </summary>
    public double MaxInput { get; private set; }

    public double MaxRecurrent { get; private set; }

    /// <summary>Σ z zᵀ of the second product: z = [x, r∘h, 1] of a GRU with reset before, [s, 1] of a Jordan network; else empty.</summary>
    public double[,] SecondMoments { get; }

    public void Add(LayerStep step)
    {
        int h = _layer.HiddenSize;
        for (int gate = 0; gate < MaxSum.Length; gate++)
        {
            MaxSum[gate] = Math.Max(MaxSum[gate], Largest(step.Sums.Slice(gate * h, h)));
            MaxGate[gate] = Math.Max(MaxGate[gate], Largest(step.Gates.Slice(gate * h, h)));
        }

        if (_layer.Cell is GruCell gru)
            Add(gru, step);
        else if (_layer.Cell is JordanCell jordan)
            Add(jordan, step);
    }

    void Add(GruCell gru, LayerStep step)
    {
        int h = _layer.HiddenSize, inputs = _layer.Inputs;
        if (!gru.ResetAfter)
        {
            for (int k = 0; k < inputs; k++)
                _z[k] = step.Input[k];
            for (int k = 0; k < h; k++)
                _z[inputs + k] = step.Gates[h + k] * step.Recurrent[k];
            Accumulate(SecondMoments, _z);
            return;
        }

        for (int k = 0, row = 2 * h; k < h; k++, row++)
        {
            MaxInput = Math.Max(MaxInput, Math.Abs(TensorPrimitives.Dot(_layer.W.AsSpan(row * inputs, inputs), step.Input)
                + _layer.Bias[row]));
            MaxRecurrent = Math.Max(MaxRecurrent, Math.Abs(
                TensorPrimitives.Dot(_layer.U.AsSpan(row * h, h), step.Recurrent) + gru.RecurrentBias[k]));
        }
    }

    void Add(JordanCell jordan, LayerStep step)
    {
        int h = _layer.HiddenSize;
        for (int k = 0; k < h; k++)
            _z[k] = step.Cell[k];
        Accumulate(SecondMoments, _z);
        for (int row = 0; row < jordan.OutputBias.Length; row++)
            MaxRecurrent = Math.Max(MaxRecurrent, Math.Abs(
                TensorPrimitives.Dot(jordan.V.AsSpan(row * h, h), step.Cell) + jordan.OutputBias[row]));
    }

    /// <summary>Adds z zᵀ for z = [values, 1]; the last element is set here.</summary>
    public static void Accumulate(double[,] moments, double[] z)
    {
        z[^1] = 1;
        for (int row = 0; row < z.Length; row++)
        {
            if (z[row] == 0)
                continue;
            var target = MemoryMarshal.CreateSpan(ref moments[row, 0], z.Length);
            TensorPrimitives.MultiplyAdd(z, z[row], target, target);
        }
    }

    static double Largest(ReadOnlySpan<float> values) => Math.Abs(TensorPrimitives.MaxMagnitude(values));
}
