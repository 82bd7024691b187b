using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Reference.Float;

sealed class GruState(RecurrentLayer layer, GruCell cell) : RecurrentState(layer)
{
    readonly float[] _resetH = new float[layer.HiddenSize];

    public override void Step(ReadOnlySpan<float> x)
    {
        float[] h = Recurrent;
        Output.CopyTo(h, 0);
        Span<float> z = Gates.AsSpan(0, H), r = Gates.AsSpan(H, H), n = Gates.AsSpan(2 * H, H);
        for (int k = 0; k < H; k++)
        {
            Gate(k, Input(k, x) + Product(k, h), cell.UpdateGate);
            Gate(H + k, Input(H + k, x) + Product(H + k, h), cell.ResetGate);
            _resetH[k] = r[k] * h[k];
        }
        for (int k = 0; k < H; k++)
        {
            int row = 2 * H + k;
            float recurrent = cell.ResetAfter ? r[k] * (Product(row, h) + cell.RecurrentBias[k]) : Product(row, _resetH);
            Gate(row, Input(row, x) + recurrent, cell.Candidate);
            Output[k] = (1 - z[k]) * n[k] + z[k] * h[k];
        }
    }
}
