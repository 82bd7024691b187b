using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>On the way to a GELU: x² or x³, or erf x. No layer has them alone.</summary>
/// <param name="Exponent">2 or 3; 0: the error function.</param>
sealed record PowerStage(string Name, int Source, int? Width, int Exponent) : Stage(Name, [Source], Width);
