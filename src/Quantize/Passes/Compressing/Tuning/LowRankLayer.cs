using System.Numerics.Tensors;
using EdgeLstm.Quantize.Graph;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>[W U] = B·P, of which both are trained. They start with the same scale, U·√Σ and √Σ·Vᵀ of the singular value decomposition of their product, so that one learning rate suits both.</summary>
sealed class LowRankLayer(RecurrentLayer layer) : TunedLayer(layer.Inputs, layer.HiddenSize)
{
    readonly int _rank = layer.Factors!.Rank;
    readonly float[] _product = new float[layer.W.Length + layer.U.Length];

    int Columns => Inputs + HiddenSize;

    public override int Count => _rank * (Rows + Columns);

    public override void Begin(Span<float> theta)
    {
        var svd = Matrix<double>.Build.Dense(Rows, Columns, (r, c) => c < Inputs ? layer.W[r * Inputs + c] : layer.U[r * HiddenSize + c - Inputs]).Svd();
        for (int k = 0; k < _rank; k++)
        {
            double root = Math.Sqrt(svd.S[k]);
            for (int row = 0; row < Rows; row++)
                theta[row * _rank + k] = (float)(svd.U[row, k] * root);
            for (int column = 0; column < Columns; column++)
                theta[_rank * Rows + k * Columns + column] = (float)(svd.VT[k, column] * root);
        }
    }

    public override void Weights(ReadOnlySpan<float> theta, Span<float> w, Span<float> u)
    {
        ReadOnlySpan<float> b = theta[..(_rank * Rows)], p = theta[(_rank * Rows)..];
        for (int row = 0; row < Rows; row++)
        {
            var sums = _product.AsSpan(row * Columns, Columns);
            sums.Clear();
            for (int k = 0; k < _rank; k++)
                TensorPrimitives.MultiplyAdd(p.Slice(k * Columns, Columns), b[row * _rank + k], sums, sums);
            sums[..Inputs].CopyTo(w[(row * Inputs)..]);
            sums[Inputs..].CopyTo(u[(row * HiddenSize)..]);
        }
    }

    public override void Gradient(ReadOnlySpan<float> theta, ReadOnlySpan<float> w, ReadOnlySpan<float> u, Span<float> gradient)
    {
        ReadOnlySpan<float> b = theta[..(_rank * Rows)], p = theta[(_rank * Rows)..];
        Span<float> db = gradient[..(_rank * Rows)], dp = gradient[(_rank * Rows)..];
        dp.Clear();
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> dw = w.Slice(row * Inputs, Inputs), du = u.Slice(row * HiddenSize, HiddenSize);
            for (int k = 0; k < _rank; k++)
            {
                var pk = p.Slice(k * Columns, Columns);
                var dpk = dp.Slice(k * Columns, Columns);
                db[row * _rank + k] = TensorPrimitives.Dot(dw, pk[..Inputs]) + TensorPrimitives.Dot(du, pk[Inputs..]);
                TensorPrimitives.MultiplyAdd(dw, b[row * _rank + k], dpk[..Inputs], dpk[..Inputs]);
                TensorPrimitives.MultiplyAdd(du, b[row * _rank + k], dpk[Inputs..], dpk[Inputs..]);
            }
        }
    }
}
