namespace EdgeLstm.Runtime.Tests;

/// <summary>
/// The cells' equations in double, read from a float layer's constants as docs/family.md lays them out, with no thought of blocks or
/// panels.
/// </summary>
sealed class CellEquations
{
    readonly CellShape _shape;
    readonly float[] _data;
    readonly double[] _r, _c;

    public CellEquations(CellShape shape, float[] data)
    {
        (_shape, _data) = (shape, data);
        _r = new double[shape.Sections * shape.Outputs];
        _c = new double[shape.HiddenSize];
    }

    public double[] Step(float[] sample)
    {
        int n = _shape.HiddenSize;
        double[] x = [.. sample.Select(v => (double)v)];
        int first = 4 * _shape.Functions, second = first + (int)_shape.First.Floats, peepholes = second + (int)_shape.Second.Floats;
        switch (_shape.Kind)
        {
            case CellKind.Elman:
                Product(_shape.First, first, x, _r).Select(v => F(0, v)).ToArray().CopyTo(_r, 0);
                break;
            case CellKind.Jordan:
                double[] s = [.. Product(_shape.First, first, x, _r).Select(v => F(0, v))];
                Product(_shape.Second, second, s, []).Select(v => F(1, v)).ToArray().CopyTo(_r, 0);
                break;
            case CellKind.GruResetAfter:
                var a = Product(_shape.First, first, x, _r);
                for (int k = 0; k < n; k++)
                {
                    double z = F(0, a[k]), g = F(2, a[2 * n + k] + F(1, a[n + k]) * a[3 * n + k]);
                    _r[k] = z * _r[k] + (1 - z) * g;
                }

                break;
            case CellKind.GruResetBefore:
                var zr = Product(_shape.First, first, x, _r);
                var candidate = Product(_shape.Second, second, x, [.. _r.Select((h, k) => h * F(1, zr[n + k]))]);
                for (int k = 0; k < n; k++)
                    _r[k] = F(0, zr[k]) * _r[k] + (1 - F(0, zr[k])) * F(2, candidate[k]);
                break;
            default:
                Lstm(Product(_shape.First, first, x, _r), peepholes);
                break;
        }

        return _r[.._shape.Outputs];
    }

    void Lstm(double[] a, int peepholes)
    {
        int n = _shape.HiddenSize;
        bool Has(CellFlags flag) => (_shape.Flags & flag) != 0;
        int next = 0, seen = 0;
        double[]? Rows(bool has) => has ? a[(n * next++)..(n * next)] : null;
        double P(int gate, int k) => Has(CellFlags.Peepholes) ? _data[peepholes + gate * n + k] : 0;
        var i = Rows(!Has(CellFlags.NoInputGate));
        var f = Rows(!Has(CellFlags.NoForgetGate) && !Has(CellFlags.Coupled));
        var g = Rows(true)!;
        var o = Rows(!Has(CellFlags.NoOutputGate));
        int pi = i is null ? -1 : seen++, pf = f is null ? -1 : seen++, po = seen;
        for (int k = 0; k < n; k++)
        {
            double input = i is null ? 1 : F(0, i[k] + P(pi, k) * _c[k]);
            double forget = f is not null ? F(1, f[k] + P(pf, k) * _c[k]) : Has(CellFlags.Coupled) ? 1 - input : 1;
            _c[k] = forget * _c[k] + input * F(2, g[k]);
            double output = o is null ? 1 : F(3, o[k] + P(po, k) * _c[k]);
            _r[k] = output * F(4, _c[k]);
            if (_shape.Sections == 4)
                (_r[n + k], _r[2 * n + k], _r[3 * n + k]) = (input, forget, output);
        }
    }

    double[] Product(CellProduct p, int at, double[] x, double[] recurrent)
    {
        var sums = new double[p.Rows];
        int w = at + p.Rows, u = w + p.XRows * p.X;
        for (int row = 0; row < p.Rows; row++)
        {
            int group = row / p.Units;
            sums[row] = _data[at + row];
            if ((p.ReadsX >> group & 1) != 0)
                for (int k = 0; k < p.X; k++)
                    sums[row] += _data[w++] * x[k];
            if ((p.ReadsR >> group & 1) != 0)
                for (int k = 0; k < p.R; k++)
                    sums[row] += _data[u++] * recurrent[k];
        }

        return sums;
    }

    double F(int function, double v)
    {
        var f = _data.AsSpan(4 * function, 4);
        return Function((int)f[0], f[1], f[2], f[3] > 0 ? Math.Clamp(v, -f[3], f[3]) : v);
    }

    public static double Function(int kind, double alpha, double beta, double v) => (FunctionKind)kind switch
    {
        FunctionKind.Identity => v,
        FunctionKind.Sigmoid => 1 / (1 + Math.Exp(-v)),
        FunctionKind.Tanh => Math.Tanh(v),
        FunctionKind.Relu => Math.Max(v, 0),
        FunctionKind.LeakyRelu => v < 0 ? alpha * v : v,
        FunctionKind.ThresholdedRelu => v > alpha ? v : 0,
        FunctionKind.HardSigmoid => Math.Clamp(alpha * v + beta, 0, 1),
        FunctionKind.ScaledTanh => alpha * Math.Tanh(beta * v),
        FunctionKind.Elu => v < 0 ? alpha * (Math.Exp(v) - 1) : v,
        FunctionKind.Softsign => v / (1 + Math.Abs(v)),
        FunctionKind.Softplus => Math.Max(v, 0) + Math.Log(1 + Math.Exp(-Math.Abs(v))),
        FunctionKind.Affine => alpha * v + beta,
        FunctionKind.Step => v >= 0 ? 1 : 0,
        FunctionKind.Exp => Math.Exp(v),
        FunctionKind.Silu => v / (1 + Math.Exp(-v)),
        FunctionKind.Gelu => v * NormalBelow(v),
        FunctionKind.GeluTanh => v / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))),
        FunctionKind.ThreeLevel => v < -alpha ? 0 : v >= alpha ? 1 : 0.5,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The normal distribution's share below v, by Simpson's rule from −12 on.</summary>
    static double NormalBelow(double v)
    {
        const int Pieces = 4000;
        double from = -12, step = (Math.Max(v, from) - from) / Pieces, sum = 0;
        for (int k = 0; k <= Pieces; k++)
            sum += (k is 0 or Pieces ? 1 : k % 2 == 1 ? 4 : 2) * Math.Exp(-(from + k * step) * (from + k * step) / 2);
        return sum * step / 3 / Math.Sqrt(2 * Math.PI);
    }
}
