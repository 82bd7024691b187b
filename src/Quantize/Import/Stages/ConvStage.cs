using EdgeLstm.Quantize.Graph;

namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>A convolution as it will be, but for what it reads and what is folded into it.</summary>
record ConvStage(string Name, int Source, ConvLayer Layer) : Stage(Name, [Source], Layer.Outputs);
