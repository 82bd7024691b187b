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
    readonly CellIntegers _cell;
    readonly double[] _z; // what the second product reads, and 1

    public CellStatistics(RecurrentLayer layer)
    {
        (Layer, _cell) = (layer, CellIntegers.Of(layer.Cell.RuntimeKind));
        int gates = layer.Cell.Gates.Count;
        (MaxSum, MaxGate) = (new double[gates], new double[gates]);
        _z = _cell.SecondInputs(layer) is > 0 and var count ? new double[count + 1] : [];
        SecondMoments = new double[_z.Length, _z.Length];
    }

    public RecurrentLayer Layer { get; }

    /// <summary>Per gate, the greatest |sum| before its function and |value| behind it.</summary>
    public double[] MaxSum { get; }

    public double[] MaxGate { get; }

    /// <summary>
    /// Where a function's argument has two parts, the greatest |W·x + b| and |U·h + d|; the latter of a second product's sums, too.
    /// </summary>
    public double MaxInput { get; private set; }

    public double MaxRecurrent { get; private set; }

    /// <summary>Σ z zᵀ of the second product: z is what it reads, and 1; empty where there is none.</summary>
    public double[,] SecondMoments { get; }

    public void Add(LayerStep step)
    {
        int h = Layer.HiddenSize;
        for (int gate = 0; gate < MaxSum.Length; gate++)
        {
            MaxSum[gate] = Math.Max(MaxSum[gate], Largest(step.Sums.Slice(gate * h, h)));
            MaxGate[gate] = Math.Max(MaxGate[gate], Largest(step.Gates.Slice(gate * h, h)));
        }

        _cell.Observe(this, step);
    }

    /// <summary>Adds what the second product read.</summary>
    public void AddSecond(ReadOnlySpan<float> values, ReadOnlySpan<float> more = default)
    {
        for (int k = 0; k < values.Length; k++)
            _z[k] = values[k];
        for (int k = 0; k < more.Length; k++)
            _z[values.Length + k] = more[k];
        Accumulate(SecondMoments, _z);
    }

    public void SeeInput(float sum) => MaxInput = Math.Max(MaxInput, Math.Abs(sum));

    public void SeeRecurrent(float sum) => MaxRecurrent = Math.Max(MaxRecurrent, Math.Abs(sum));

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
