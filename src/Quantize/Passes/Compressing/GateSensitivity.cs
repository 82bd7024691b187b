using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes.Compressing;

/// <summary>
/// How much an LSTM's output moves with each gate's sums: the root mean square, over units and steps, of the derivative of h by the sum in
/// the step itself. A gate near 0 or 1 hardly moves it. Measured on models for FD001 it ranks gates as back-propagation through the window
/// does. A binary gate has no derivative, and counts as a sigmoid at ½, where it flips.
/// </summary>
/// <param name="binaryGates">i and f are 0 or 1, not sigmoids.</param>
sealed class GateSensitivity(bool binaryGates)
{
    readonly double[] _squares = new double[4];
    long _count;

    /// <summary>Of i, f, g and o.</summary>
    public double[] Values => Array.ConvertAll(_squares, square => Math.Sqrt(square / Math.Max(1, _count)) + 1e-9);

    public void Add(LayerStep step)
    {
        int units = step.Cell.Length;
        for (int k = 0; k < units; k++)
        {
            double i = step.Gates[k], f = step.Gates[units + k], g = step.Gates[2 * units + k], o = step.Gates[3 * units + k],
                c = step.Cell[k];
            double tanh = Math.Tanh(c), slope = o * (1 - tanh * tanh);
            Square(0, slope * g * (binaryGates ? 0.25 : i * (1 - i)));
            Square(1, slope * (c - i * g) * (binaryGates ? 0.25 : 1 - f)); // c − i∘g is f times the cell before
            Square(2, slope * i * (1 - g * g));
            Square(3, tanh * o * (1 - o));
        }

        _count += units;
    }

    void Square(int gate, double derivative) => _squares[gate] += derivative * derivative;
}
