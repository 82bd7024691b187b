namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>Layer normalisation with γ and β [O].</summary>
sealed record NormStage(string Name, int Source, double[] Gamma, double[] Beta, float Epsilon) : Stage(Name, [Source], Gamma.Length);
