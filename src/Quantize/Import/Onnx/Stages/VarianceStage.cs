using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>On the way to a variance over the features of <c>Source</c>: (x − mean)², its mean, the mean plus ε, the root of that.</summary>
sealed record VarianceStage(string Name, int Source, int Features, VarianceStep Step, float Epsilon) : Stage(Name, [Source], Step == VarianceStep.Squares ? Features : 1);
