using EdgeLstm.Quantize.Onnx;

namespace EdgeLstm.Quantize.Training.Export;

/// <summary>A recurrent layer as ONNX's own LSTM, GRU or RNN: the inputs behind X of one direction, and the attributes.</summary>
readonly record struct StandardNode(string Op, float[] W, float[] R, float[] B, float[]? P, AttributeProto[] Attributes);
