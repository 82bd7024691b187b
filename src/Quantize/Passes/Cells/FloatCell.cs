using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes.Cells;

/// <summary>A cell's constants in the float scheme: functions, the first product's bias, W and U, the second's, peepholes.</summary>
static class FloatCell
{
    public static byte[] Pack(RecurrentLayer layer)
    {
        int h = layer.HiddenSize, inputs = layer.Inputs;
        float clip = layer.Cell.Clip ?? 0;
        return layer.Cell switch
        {
            ElmanCell cell => Layer.Bytes(Function(cell.Activation, clip), layer.Bias, layer.W, layer.U),
            JordanCell cell => Layer.Bytes(Function(cell.Hidden, clip), Function(cell.Output, 0), layer.Bias, layer.W, layer.U,
                cell.OutputBias, cell.V),
            GruCell { ResetAfter: true } cell => Layer.Bytes(
                Function(cell.UpdateGate, clip), Function(cell.ResetGate, clip), Function(cell.Candidate, clip), layer.Bias,
                cell.RecurrentBias, layer.W, layer.U),
            GruCell cell => Layer.Bytes(
                Function(cell.UpdateGate, clip), Function(cell.ResetGate, clip), Function(cell.Candidate, clip),
                layer.Bias[..(2 * h)], layer.W[..(2 * h * inputs)], layer.U[..(2 * h * h)], layer.Bias[(2 * h)..],
                layer.W[(2 * h * inputs)..], layer.U[(2 * h * h)..]),
            LstmCell cell => Lstm(layer, cell, clip),
            _ => throw new InvalidOperationException($"No float layer for {layer.Cell.GetType().Name}."),
        };
    }

    static byte[] Lstm(RecurrentLayer layer, LstmCell cell, float clip)
    {
        var parts = new List<float[]>
        {
            Function(cell.InputGate, clip), Function(cell.ForgetGate, clip), Function(cell.Candidate, clip),
                Function(cell.OutputGate, clip), Function(cell.Output, 0),
            layer.Bias, layer.W, layer.U,
        };
        if (cell.HasPeepholes)
            foreach (var (has, weights) in new[] { (cell.HasInputGate, cell.Pi), (cell.HasForgetGate, cell.Pf),
                (cell.HasOutputGate, cell.Po) })
                if (has)
                    parts.Add(weights ?? new float[layer.HiddenSize]);
        return Layer.Bytes([.. parts]);
    }

    /// <summary>Kinds have the runtime's numbers; one that the variant has not is the identity.</summary>
    static float[] Function(ScalarFunction? f, float clip) => f is null ? new float[4] : [(float)f.Kind, f.Alpha, f.Beta, clip];
}
