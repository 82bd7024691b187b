using EdgeLstm.Generator.Artifact;
using EdgeLstm.Quantize.Graph;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeLstm.Quantize.Passes;

/// <summary>The rows of sixteen units of an LSTM, all four gates, while blocks of columns are taken from them: they share the inverse of the moments of the columns that are left.</summary>
sealed class UnitBlock
{
    readonly RecurrentLayer layer;
    readonly Matrix<double> inverse, rows; // [D + 1, D + 1] over [x, h, 1]; [4·16, D + 1], weighted by what each gate does to the output
    readonly int[] places; // of the rows in the layer
    readonly double[] scale; // of each row
    readonly List<int[]> live; // columns of each block of columns; empty once it is gone

    public UnitBlock(RecurrentLayer layer, int block, double[] sensitivity, Matrix<double> inverse)
    {
        (this.layer, this.inverse) = (layer, inverse.Clone());
        int inputs = layer.Inputs, units = layer.Units, first = block * BlockMask.Units, count = Math.Min(BlockMask.Units, units - first);
        places = [.. Enumerable.Range(0, 4).SelectMany(gate => Enumerable.Range(gate * units + first, count))];
        scale = [.. places.Select(row => sensitivity[row / units])];
        rows = Matrix<double>.Build.Dense(places.Length, inputs + units + 1, (r, c) => scale[r] * (
            c < inputs ? layer.W[places[r] * inputs + c] : c < inputs + units ? layer.U[places[r] * units + c - inputs] : layer.Bias[places[r]]));
        live = [.. Columns(0, inputs), .. Columns(inputs, units)];
    }

    /// <summary>The block of columns whose loss per weight would be least; −1: none is left.</summary>
    public int Next { get; private set; }

    /// <summary>Mean square that the rows' sums change by without <see cref="Next"/>, per weight of a gate.</summary>
    public double NextLoss { get; private set; }

    /// <summary>Its weights in a gate.</summary>
    public int NextWeights => live[Next].Length * places.Length / 4;

    public bool Keeps(int block) => live[block].Length > 0;

    /// <summary>What the rows' sums vary, around their means.</summary>
    public double Variance(Matrix<double> moments)
    {
        int last = moments.RowCount - 1;
        var mean = moments.Column(last);
        var products = rows * moments;
        double sum = 0;
        for (int r = 0; r < rows.RowCount; r++)
            sum += products.Row(r).DotProduct(rows.Row(r)) - Math.Pow(rows.Row(r).DotProduct(mean), 2);
        return sum;
    }

    public void FindNext()
    {
        (Next, NextLoss) = (-1, double.PositiveInfinity);
        for (int block = 0; block < live.Count; block++)
        {
            if (live[block].Length == 0)
                continue;
            var (weights, factor) = Parts(live[block]);
            // tr(w·H⁻¹[c, c]⁻¹·wᵀ) is what the best change of the other columns leaves.
            double loss = weights.PointwiseMultiply(factor.Solve(weights)).Enumerate().Sum() / (live[block].Length * places.Length / 4);
            if (loss < NextLoss)
                (Next, NextLoss) = (block, loss);
        }
    }

    /// <summary>Takes <see cref="Next"/> away; the columns that are left make up for it.</summary>
    public void Remove()
    {
        int[] columns = live[Next];
        live[Next] = [];
        var (weights, factor) = Parts(columns);
        var across = Matrix<double>.Build.Dense(columns.Length, inverse.ColumnCount, (r, c) => inverse[columns[r], c]);
        var step = factor.Solve(across);
        rows.Subtract(weights.TransposeThisAndMultiply(step), rows);
        inverse.Subtract(across.TransposeThisAndMultiply(step), inverse);
        foreach (int column in columns)
        {
            rows.ClearColumn(column);
            inverse.ClearColumn(column);
            inverse.ClearRow(column);
        }
    }

    public void CopyTo(float[] w, float[] u, float[] bias)
    {
        int inputs = layer.Inputs, units = layer.Units;
        for (int r = 0; r < places.Length; r++)
            for (int c = 0; c <= inputs + units; c++)
            {
                float value = (float)(rows[r, c] / scale[r]);
                if (c < inputs)
                    w[places[r] * inputs + c] = value;
                else if (c < inputs + units)
                    u[places[r] * units + c - inputs] = value;
                else
                    bias[places[r]] = value;
            }
    }

    /// <summary>The rows' weights of some columns, transposed, and what solves with H⁻¹ of them.</summary>
    (Matrix<double> Weights, MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> Factor) Parts(int[] columns) =>
        (Matrix<double>.Build.Dense(columns.Length, places.Length, (r, c) => rows[c, columns[r]]),
            Matrix<double>.Build.Dense(columns.Length, columns.Length, (r, c) => inverse[columns[r], columns[c]]).Cholesky());

    static IEnumerable<int[]> Columns(int first, int count) => Enumerable.Range(0, BlockMask.XBlocks(count))
        .Select(block => Enumerable.Range(first + block * BlockMask.Columns, Math.Min(BlockMask.Columns, count - block * BlockMask.Columns)).ToArray());
}
