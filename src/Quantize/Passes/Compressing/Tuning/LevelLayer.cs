using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Compressing.Tuning;

/// <summary>
/// Weights of their own, of which rows with levels are rounded to them, and the gradient goes straight through. Training starts from the levels that error-compensated rounding chose, each weight as near to what it was before
/// as rounds to the same level: those that compensation moved, or that stand between two levels, change first.
/// </summary>
sealed class LevelLayer(RecurrentLayer layer, LevelGrid? grid) : TunedLayer(layer.Inputs, layer.HiddenSize)
{
    /// <summary>Of half a level, how far from its middle a weight may start.</summary>
    const double Edge = 0.9;

    public override int Count => layer.W.Length + layer.U.Length;

    public override void Begin(Span<float> theta)
    {
        for (int row = 0; row < Rows; row++)
            for (int k = 0; k < Inputs + HiddenSize; k++)
            {
                double weight = k < Inputs ? layer.W[row * Inputs + k] : layer.U[row * HiddenSize + k - Inputs];
                double half = Edge * Step(row, k) / 2;
                if (grid is not null && grid.Most[row] > 0)
                    weight = Math.Clamp(weight, grid.Start[row][k] - half, grid.Start[row][k] + half);
                theta[k < Inputs ? row * Inputs + k : layer.W.Length + row * HiddenSize + k - Inputs] = (float)weight;
            }
    }

    public override void Weights(ReadOnlySpan<float> theta, Span<float> w, Span<float> u)
    {
        theta[..w.Length].CopyTo(w);
        theta[w.Length..].CopyTo(u);
        if (grid is null)
            return;
        for (int row = 0; row < Rows; row++)
        {
            if (grid.Most[row] == 0)
                continue;
            for (int k = 0; k < Inputs; k++)
                w[row * Inputs + k] = Rounded(w[row * Inputs + k], grid.W[row][k], grid.Most[row]);
            for (int k = 0; k < HiddenSize; k++)
                u[row * HiddenSize + k] = Rounded(u[row * HiddenSize + k], grid.U[row], grid.Most[row]);
        }
    }

    public override void Gradient(ReadOnlySpan<float> theta, ReadOnlySpan<float> w, ReadOnlySpan<float> u, Span<float> gradient)
    {
        w.CopyTo(gradient);
        u.CopyTo(gradient[w.Length..]);
        if (layer.Mask is not { } mask)
            return;
        for (int row = 0; row < Rows; row++)
            for (int k = 0; k < Inputs + HiddenSize; k++)
                if (!ColumnMask.Keeps(mask, k))
                    gradient[k < Inputs ? row * Inputs + k : w.Length + row * HiddenSize + k - Inputs] = 0; // what is left out stays 0
    }

    double Step(int row, int k) => grid is null ? 0 : k < Inputs ? grid.W[row][k] : grid.U[row];

    static float Rounded(float weight, double step, int most) => step > 0 ? (float)(Math.Clamp(Math.Round(weight / step), -most, most) * step) : 0;
}
