using System.Buffers.Binary;
using EdgeLstm.Generator.Model.Errors;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>TensorProto to <see cref="Constant"/>. Sizes are compared with the bytes at hand before anything is allocated.</summary>
sealed class TensorReader(string file, ExternalData external)
{
    public const int MaxRank = 16;

    /// <summary>Elements read so far.</summary>
    public long Elements { get; private set; }

    public Constant Read(TensorProto tensor, string where)
    {
        var type = (ElementType)tensor.DataType;
        int width = Width(type);
        if (width == 0)
            throw new ModelException(ErrorCatalogue.UnsupportedType, $"tensor '{tensor.Name.Short()}' of element type {tensor.DataType}",
                "float32, float64, int32, int64 or bool", "export the model in float32", file, where);

        long count = tensor.Dims.Count <= MaxRank && tensor.Dims.All(size => size is >= 0 and <= int.MaxValue)
            ? Constant.StoredCount(Constant.Static([.. tensor.Dims]))
            : throw Bad(tensor, where, $"dimensions [{string.Join(", ", tensor.Dims.Take(MaxRank))}]", $"up to {MaxRank} sizes of 0 or more");

        var raw = tensor.DataLocation == 0 ? tensor.RawData.Span : external.Read(tensor, where);
        int typed = Typed(tensor, type);
        long present = raw.Length > 0 || typed == 0 ? (raw.Length % width == 0 ? raw.Length / width : -1) : typed;
        if (present != count)
            throw Bad(tensor, where, $"{raw.Length} bytes and {typed} typed elements", $"{count} elements of {width} bytes");

        Elements += count;
        var values = new double[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = raw.Length > 0 ? FromBytes(raw[(i * width)..], type) : FromList(tensor, type, i);
        // A single number may be a bound that bounds nothing: who reads it says whether it may be infinite.
        bool isBound = tensor.Dims.Count == 0 && values is [double.PositiveInfinity or double.NegativeInfinity];
        if (type is ElementType.Float32 or ElementType.Float64 && !isBound && values.FirstOrDefault(value => !double.IsFinite(value)) is not 0 and var bad)
            throw new ModelException(ErrorCatalogue.NotFinite, $"{bad} in tensor '{tensor.Name.Short()}'", "finite numbers",
                "train again or export another checkpoint: this one diverged", file, where);
        return new(type, Constant.Static([.. tensor.Dims]), values);
    }

    /// <summary>Bytes of one element; 0 for types the importer does not compute with.</summary>
    public static int Width(ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Int64 or ElementType.Float64 => 8,
        ElementType.Bool => 1,
        _ => 0,
    };

    static int Typed(TensorProto tensor, ElementType type) => type switch
    {
        ElementType.Float32 => tensor.FloatData.Count,
        ElementType.Float64 => tensor.DoubleData.Count,
        ElementType.Int64 => tensor.Int64Data.Count,
        _ => tensor.Int32Data.Count,
    };

    static double FromBytes(ReadOnlySpan<byte> bytes, ElementType type) => type switch
    {
        ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        ElementType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => bytes[0] == 0 ? 0 : 1,
    };

    static double FromList(TensorProto tensor, ElementType type, int index) => type switch
    {
        ElementType.Float32 => tensor.FloatData[index],
        ElementType.Float64 => tensor.DoubleData[index],
        ElementType.Int64 => tensor.Int64Data[index],
        _ => tensor.Int32Data[index],
    };

    ModelException Bad(TensorProto tensor, string where, string found, string expected) => new(ErrorCatalogue.BadShape,
        $"tensor '{tensor.Name.Short()}' with {found}", expected, "the file is damaged: export or copy it again", file, where);
}
