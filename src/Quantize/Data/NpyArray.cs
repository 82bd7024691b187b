namespace EdgeLstm.Quantize.Data;

/// <summary>A NumPy array as float32, row-major, with one to three dimensions.</summary>
sealed record NpyArray(IReadOnlyList<int> Shape, float[] Values);
