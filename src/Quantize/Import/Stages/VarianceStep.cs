namespace EdgeLstm.Quantize.Import.Stages;

enum VarianceStep
{
    Squares,
    Mean,
    Shifted,
    Root,
}
