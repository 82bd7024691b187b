namespace EdgeLstm.Quantize.Import.Onnx;

/// <summary>Kinds of attribute, under ONNX's numbers.</summary>
enum AttributeKind
{
    Float = 1,
    Int = 2,
    String = 3,
    Tensor = 4,
    Graph = 5,
    Floats = 6,
    Ints = 7,
    Strings = 8,
}
