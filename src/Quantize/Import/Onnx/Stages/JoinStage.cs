namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>Stages side by side, for a layer that reads all of them.</summary>
sealed record JoinStage(string Name, int[] Sources, int[] Widths) : Stage(Name, Sources, Widths.Sum());
