namespace EdgeLstm.Quantize.Graph;

/// <summary>A graph input that gives initial states, and which of its rows [rows, N, H] a layer starts from.</summary>
sealed record StateInput(string Name, int Row = 0);
