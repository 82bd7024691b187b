namespace EdgeLstm.Quantize.Import.Stages;

/// <summary>y = scale · x + shift, feature by feature.</summary>
sealed record AffineStage(string Name, int Source, int? Width, Affine Map) : Stage(Name, [Source], Width);
