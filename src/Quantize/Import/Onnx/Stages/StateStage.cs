using EdgeLstm.Quantize.Graph;
using EdgeLstm.Quantize.Import.Stages;

namespace EdgeLstm.Quantize.Import.Onnx.Stages;

/// <summary>A row of a graph input that gives initial states. Only a recurrent layer's initial state may read it.</summary>
sealed record StateStage(StateInput Input, int Units) : Stage(Input.Name, [], Units);
