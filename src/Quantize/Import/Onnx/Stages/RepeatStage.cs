namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>One step as often as <paramref name="Times"/> says, or, where that is null, as the window has samples.</summary>
sealed record RepeatStage(string Name, int Source, int? Width, int? Times) : Stage(Name, [Source], Width);
