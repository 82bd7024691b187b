namespace EdgeLstm.Tool.Commands;

/// <summary>The options of <c>edgelstm bench</c>.</summary>
sealed record BenchRequest(string Model, TimeSpan Duration);
