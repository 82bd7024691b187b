namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>The last step alone, or the first.</summary>
sealed record StepStage(string Name, int Source, int? Width, bool First) : Stage(Name, [Source], Width);
