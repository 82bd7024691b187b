using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>Zero samples before and behind the window, whose own time axis is <paramref name="Time"/>. Only a convolution may read it.</summary>
sealed record PadStage(string Name, int Source, int? Width, int Before, int After, Values.AxisPart Time) : Stage(Name, [Source], Width);
