using System.Buffers.Binary;

namespace EdgeLstm.Quantize.Import.PyTorch.Files;

/// <summary>The types of numbers that are read, by PyTorch's and safetensors' names: little-endian, all of them.</summary>
sealed record NumberType(string Storage, string Safetensors, int Width)
{
    static readonly NumberType[] All =
    [
        new("FloatStorage", "F32", 4), new("DoubleStorage", "F64", 8), new("HalfStorage", "F16", 2), new("BFloat16Storage", "BF16", 2),
        new("LongStorage", "I64", 8), new("IntStorage", "I32", 4), new("ShortStorage", "I16", 2), new("CharStorage", "I8", 1),
        new("ByteStorage", "U8", 1), new("BoolStorage", "BOOL", 1),
    ];

    /// <summary>For messages.</summary>
    public const string Names = "float64, float32, float16, bfloat16 or integers";

    public static NumberType? OfStorage(string name) => Array.Find(All, type => type.Storage == name);

    public static NumberType? OfSafetensors(string name) => Array.Find(All, type => type.Safetensors == name);

    public float Read(ReadOnlySpan<byte> bytes) => Safetensors switch
    {
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "BF16" => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        "I64" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "I32" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "I16" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "I8" => (sbyte)bytes[0],
        _ => bytes[0],
    };
}
