using EdgeLstm.Gates;
using EdgeLstm.Generator.Model.Layers;
using EdgeLstm.Quantize.Reference;

namespace EdgeLstm.Quantize.Passes;

/// <summary>The gate values that an integer LSTM layer is about to compute, which its fused step never stores.</summary>
static class GateProbe
{
    /// <summary>
    /// Fills <paramref name="gates"/> [i, f, g, o][units] from the layer's input and hidden state as they stand before its step.
    /// </summary>
    public static void Read(IntegerRunner runner, int index, int row, Span<float> gates)
    {
        var layer = (ArtifactLstm)runner.Model.Layers[index];
        short[] sums = runner.FirstSums(index, row);
        for (int k = 0; k < gates.Length; k++)
        {
            int gate = k / layer.Outputs, unit = k % layer.Outputs;
            short sum = sums[(unit / LstmCell.BlockUnits * LstmCell.Gates + gate) * LstmCell.BlockUnits + unit % LstmCell.BlockUnits];
            gates[k] = gate == 2 ? GateMath.Tanh<short, ScalarLanes>(sum) / 32768f
                : gate < 2 && layer.BinaryGates ? (sum >= 0 ? 1 : 0)
                : GateMath.Sigmoid<short, ScalarLanes>(sum) / 32768f;
        }
    }
}
