using System.Runtime.InteropServices;
using EdgeLstm.Layers;

namespace EdgeLstm.Runtime.Tests;

/// <summary>Layers of random constants, with extreme weights among them, that keep every sum inside an int32.</summary>
static class RandomLayer
{
    public static byte[] LstmData(Random random, int inputs, int units, int activationLimit)
    {
        int rows = 4 * units;
        var data = new byte[LstmLayer.DataBytes(inputs, units)];
        var multiplier = MemoryMarshal.Cast<byte, float>(data.AsSpan(0, 4 * rows));
        var ratio = MemoryMarshal.Cast<byte, float>(data.AsSpan(4 * rows, 4 * rows));
        var bias = MemoryMarshal.Cast<byte, int>(data.AsSpan(8 * rows, 4 * rows));
        Weights(random, data.AsSpan(12 * rows));
        for (int row = 0; row < rows; row++)
        {
            // Typical sums reach a few times the int16 range, so that saturation happens too.
            float typical = 127f * activationLimit * MathF.Sqrt(units) / 4;
            multiplier[row] = 32768f / typical * (0.2f + 2 * random.NextSingle());
            ratio[row] = 0.05f + 0.9f * random.NextSingle();
            bias[row] = (int)(typical * (random.NextSingle() - 0.5f));
        }

        return data;
    }

    public static void Weights(Random random, Span<byte> weights)
    {
        bool extreme = random.Next(3) == 0;
        for (int k = 0; k < weights.Length; k++)
            weights[k] = (byte)(sbyte)(extreme ? (random.Next(2) == 0 ? 127 : -127) : random.Next(-127, 128));
    }

    /// <summary>Activations over the whole range, or all at its ends.</summary>
    public static short[] Activations(Random random, int count, int limit, int lowest)
    {
        bool extreme = random.Next(4) == 0;
        var x = new short[count];
        for (int k = 0; k < count; k++)
            x[k] = (short)(extreme ? (random.Next(2) == 0 ? limit : lowest) : random.Next(lowest, limit + 1));
        return x;
    }
}
