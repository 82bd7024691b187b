using System.Runtime.InteropServices;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Passes;

/// <summary>The constants of one integer dense layer, as EdgeLstm.Layers.DenseLayer documents them.</summary>
static class DenseQuantization
{
    /// <param name="limit">The largest magnitude of an activation.</param>
    public static byte[] Pack(DenseLayer layer, ActivationScale input, int limit, double[,] moments)
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

            // Very wide rows need coarser units than their largest weight: the sum has to stay inside an int32.
            var q = w.AsSpan(row * layer.Inputs, layer.Inputs);
            for (multiplier[row] = (float)(max / 127); ; multiplier[row] *= 2)
            {
                if (!float.IsFinite(multiplier[row]))
                    throw new ModelException(ErrorCatalogue.NotQuantizable, $"row {row}, whose weights take steps that no float32 holds",
                        "finite steps", "calibrate with data in the units that the model was trained in, or quantize with --scheme float32",
                        node: layer.Name);
                var scale = new double[layer.Inputs];
                Array.Fill(scale, multiplier[row]);
                bias[row] = (float)rounding.Round([.. weights], scale, q);
                if (limit * Sum(q) < 1.99 * (1 << 30))
                    break;
            }
        }

        return [.. MemoryMarshal.AsBytes(multiplier.AsSpan()), .. MemoryMarshal.AsBytes(bias.AsSpan()),
            .. MemoryMarshal.AsBytes(w.AsSpan())];
    }

    static long Sum(ReadOnlySpan<sbyte> values)
    {
        long sum = 0;
        foreach (sbyte v in values)
            sum += Math.Abs((int)v);
        return sum;
    }
}
