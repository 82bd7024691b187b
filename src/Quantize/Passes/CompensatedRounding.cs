using System.Numerics.Tensors;
using EdgeLstm.Generator.Model.Errors;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeLstm.Quantize.Passes;

/// <summary>
/// Rounds a matrix to int8 so that its product with the calibration data changes least (GPTQ, Frantar et al. 2022, arXiv 2210.17323):
/// columns are rounded one after the other, the most active first, and what each loses is made up for in the columns that are still to
/// come. The last column, the bias, is never rounded and takes what is left.
/// </summary>
sealed class CompensatedRounding
{
    const int MaxDampings = 60; // from 1e-12 on that is more than rounding errors of any moments can be

    readonly int[] _order;
    readonly double[][] _factor; // upper Cholesky factor of the inverse moments, in the order of rounding; row k from the diagonal on

    /// <param name="moments">[D+1, D+1] Σ z zᵀ of the columns and of a last column of ones.</param>
    /// <exception cref="ModelException">ELSTM181: a moment is not finite.</exception>
    public CompensatedRounding(double[,] moments)
    {
        int size = moments.GetLength(0), columns = size - 1;
        _order = [.. Enumerable.Range(0, columns).OrderByDescending(k => moments[k, k]), columns];
        // Rounding an activation adds noise of variance 1/12 to its column; the rest keeps the matrix invertible. The column of ones
        // has no noise, but leaving it out of this was tried and lost as often as it won.
        double damping = moments[columns, columns] / 12 + 3e-5 * Enumerable.Range(0, columns).Average(k => moments[k, k]) + 1e-12;
        if (!moments.Cast<double>().All(double.IsFinite) || !double.IsFinite(damping))
            throw NotFinite("values on the calibration data whose squares, in steps of the integer scheme, are not finite");
        double[,]? found = null;
        for (int tried = 0; tried < MaxDampings && found is null; tried++, damping *= 10)
            found = Factor(moments, damping);
        if (found is null)
            throw NotFinite("values on the calibration data whose squares differ by more than a double can tell");
        _factor = [.. Enumerable.Range(0, size).Select(k => Enumerable.Range(k, size - k).Select(later => found[k, later]).ToArray())];
    }

    static ModelException NotFinite(string found) => new(
        ErrorCatalogue.NotQuantizable, found, "finite values of a moderate size",
        "calibrate with data in the units that the model was trained in, or quantize with --scheme float32");

    /// <summary>Null where rounding errors, of sums around a value far from 0, outweigh the damping.</summary>
    double[,]? Factor(double[,] moments, double damping)
    {
        int size = _order.Length;
        var matrix = Matrix<double>.Build.Dense(size, size, (r, c) => moments[_order[r], _order[c]] + (r == c ? damping : 0));
        try
        {
            return matrix.Cholesky().Solve(Matrix<double>.Build.DenseIdentity(size)).Cholesky().Factor.Transpose().ToArray();
        }
        catch (ArgumentException) // MathNet's word for a matrix that is not positive definite
        {
            return null;
        }
    }

    /// <summary>Rounds one row.</summary>
    /// <param name="row">[D+1] weights per activation unit, the bias last.</param>
    /// <param name="scale">[D] the value of one step of each weight.</param>
    /// <param name="rounded">[D] levels, −<paramref name="most"/> … <paramref name="most"/>.</param>
    /// <param name="most">The largest level, 1 … 127.</param>
    /// <returns>The bias that goes with the rounded weights.</returns>
    public double Round(double[] row, double[] scale, Span<sbyte> rounded, int most = 127) => Round(row, scale, rounded, most, out _);

    /// <summary>As above.</summary>
    /// <param name="noise">Σ of the squared errors of the row's sum over the calibration data, damping included.</param>
    public double Round(double[] row, double[] scale, Span<sbyte> rounded, int most, out double noise)
    {
        noise = 0;
        double[] rest = Array.ConvertAll(_order, column => row[column]);
        for (int k = 0; k < _order.Length - 1; k++)
        {
            int column = _order[k];
            double q = scale[column] == 0 ? 0 : Math.Clamp(Math.Round(rest[k] / scale[column]), -most, most);
            rounded[column] = (sbyte)q;
            double error = (rest[k] - q * scale[column]) / _factor[k][0];
            // the factor is that of the inverse moments: this is left once the later columns made up for what they can
            noise += error * error;
            var later = rest.AsSpan(k + 1);
            TensorPrimitives.MultiplyAdd(_factor[k].AsSpan(1), -error, later, later);
        }

        return rest[^1];
    }
}
