namespace EdgeLstm.Quantize;

/// <summary>A quantized model held against its float original.</summary>
/// <param name="Windows">Each window from reset. Of streams out of a table, every sample with the state carried on.</param>
/// <param name="Stream">What <c>Step</c> gives, the state carried on; empty where a model needs windows.</param>
/// <param name="SaturatedShare">Share of the input values that were cut off.</param>
/// <param name="SaturatedStates">Layer steps in which a state was cut off.</param>
/// <param name="Notes">What it comes to, in sentences.</param>
public sealed record VerificationResult(
    IReadOnlyList<OutputDifference> Windows, IReadOnlyList<OutputDifference> Stream, double SaturatedShare, long SaturatedStates,
    IReadOnlyList<string> Notes);
