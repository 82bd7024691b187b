using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeLstm.Quantize.Data;

/// <summary>The values of a .npy file, converted to float32 through one small buffer.</summary>
static class NpyValues
{
    const int ElementsAtOnce = 4096;

    public static float[] Read(Stream stream, NpyElement element, int count)
    {
        var values = GC.AllocateUninitializedArray<float>(count);
        if (element == NpyElement.Float32 && BitConverter.IsLittleEndian)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        int size = element is NpyElement.Float64 or NpyElement.Int64 ? 8 : 4;
        var buffer = new byte[Math.Min(count, ElementsAtOnce) * size];
        for (int done = 0; done < count;)
        {
            int now = Math.Min(count - done, ElementsAtOnce);
            stream.ReadExactly(buffer, 0, now * size);
            for (int i = 0; i < now; i++)
                values[done + i] = Convert(buffer.AsSpan(i * size, size), element);
            done += now;
        }

        return values;
    }

    static float Convert(ReadOnlySpan<byte> bytes, NpyElement element) => element switch
    {
        NpyElement.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        NpyElement.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        NpyElement.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };
}
