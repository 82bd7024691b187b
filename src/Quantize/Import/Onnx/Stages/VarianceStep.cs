namespace EdgeLstm.Quantize.Import.Onnx.Stages;

enum VarianceStep
{
    Squares,
    Mean,
    Shifted,
    Root,
}
