namespace EdgeLstm.Quantize.Tests.Import;

/// <summary>
/// One output of a golden model: <paramref name="Width"/> values per window, or, where <paramref name="EveryStep"/>, for each of its steps.
/// </summary>
sealed record FamilyOutput(float[][] Windows, int Width, bool EveryStep);
