using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>On the way to a GELU: erf x. No layer has it alone.</summary>
sealed record ErfStage(string Name, int Source, int? Width) : Stage(Name, [Source], Width);
