using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Onnx.Values;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>A convolution with the time axis that it reads, which a slice behind it may give back.</summary>
sealed record TimedConvStage(string Name, int Source, ConvLayer Layer, AxisPart Time) : ConvStage(Name, Source, Layer);
