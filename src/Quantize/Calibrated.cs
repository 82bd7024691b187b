using EdgeLstm.Quantize.Evaluation;
using EdgeLstm.Quantize.Passes;

namespace EdgeLstm.Quantize;

/// <summary>A quantized model, and what was measured while it was made.</summary>
/// <param name="Errors">On the calibration data, layer by layer.</param>
/// <param name="Stream">The same as a stream; null where it needs windows.</param>
/// <param name="Steps">Samples that it was calibrated on.</param>
sealed record Calibrated(QuantizedModel Model, QuantizationErrors Errors, StreamCheck? Stream, long Steps);
