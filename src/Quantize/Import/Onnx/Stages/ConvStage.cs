using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>A convolution as it will be, but for what it reads and what is folded into it; and the time axis that it reads.</summary>
sealed record ConvStage(string Name, int Source, ConvLayer Layer, Values.AxisPart Time) : Stage(Name, [Source], Layer.Outputs);
