using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeLstm.Conformance;

/// <summary>
/// A float32 .npy file of version 1, as the tool writes it: just enough for this check, and nothing that AOT has to be told of.
/// </summary>
sealed class NpyFloats
{
    NpyFloats(int[] shape, float[] values) => (Shape, Values) = (shape, values);

    public int[] Shape { get; }

    public float[] Values { get; }

    public static NpyFloats Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int header = bytes[8] | bytes[9] << 8;
        string text = Encoding.ASCII.GetString(bytes, 10, header);
        if (!text.Contains("'<f4'", StringComparison.Ordinal) || text.Contains("'fortran_order': True", StringComparison.Ordinal))
            throw new InvalidDataException($"{path}: found {text.Trim()}, expected float32 in C order");
        int open = text.IndexOf('(') + 1;
        var shape = text[open..text.IndexOf(')')].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new(shape, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + header)).ToArray());
    }
}
