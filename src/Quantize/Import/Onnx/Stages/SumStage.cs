namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>The sum of stages of one width.</summary>
sealed record SumStage(string Name, int[] Sources, int? Width) : Stage(Name, Sources, Width);
