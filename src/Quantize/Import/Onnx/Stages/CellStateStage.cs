namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>The cell state of a recurrent stage, step by step.</summary>
sealed record CellStateStage(string Name, int Source, int Units) : Stage(Name, [Source], Units);
