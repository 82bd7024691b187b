namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>
/// A piece of a layer normalisation that an exporter took apart: (A∘x + B·mean + D)·inv^K + C over the features of <c>Source</c>, where
/// inv = 1/√(variance + ε). With K = 1, B = −A and D = 0 it is whole, and a <see cref="NormStage"/>.
/// </summary>
sealed record MomentStage(string Name, int Source, int Features, double[] A, double[] B, double[] C, double[] D, int K, float Epsilon) : Stage(Name, [Source], Features);
