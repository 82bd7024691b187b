namespace EdgeLstm.Quantize.Import.Onnx.Values;

/// <summary>Element types the importer computes with, under ONNX's numbers.</summary>
enum ElementType
{
    Float32 = 1,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Float64 = 11,
}
