namespace EdgeLstm.Quantize.Evaluation;

/// <summary>The model files that the tool opens.</summary>
public enum ModelKind
{
    Onnx,
    RtNeural,
    Artifact,
}
