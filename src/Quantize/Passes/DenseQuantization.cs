using System.Runtime.InteropServices;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>The constants of one integer dense layer, as EdgeLstm.Layers.DenseLayer documents them.</summary>
static class DenseQuantization
{
    public static byte[] Pack(DenseLayer layer, ActivationScale input, double[,] moments)
    {
        var rounding = new CompensatedRounding(ActivationMoments.Of(moments, input.Centre, input.Step));
        var (multiplier, bias) = (new float[layer.Outputs], new float[layer.Outputs]);
        var w = new sbyte[layer.Outputs * layer.Inputs];
        for (int row = 0; row < layer.Outputs; row++)
        {
            var weights = new double[layer.Inputs + 1];
            weights[^1] = layer.Bias[row];
            double max = 0;
            for (int k = 0; k < layer.Inputs; k++)
            {
                weights[k] = layer.W[row * layer.Inputs + k] * input.Step[k];
                weights[^1] += layer.W[row * layer.Inputs + k] * input.Centre[k];
                max = Math.Max(max, Math.Abs(weights[k]));
            }

            multiplier[row] = (float)(max / 127);
            var scale = new double[layer.Inputs];
            Array.Fill(scale, multiplier[row]);
            bias[row] = (float)rounding.Round(weights, scale, w.AsSpan(row * layer.Inputs, layer.Inputs));
        }

        return [.. MemoryMarshal.AsBytes(multiplier.AsSpan()), .. MemoryMarshal.AsBytes(bias.AsSpan()), .. MemoryMarshal.AsBytes(w.AsSpan())];
    }
}
