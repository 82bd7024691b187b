namespace EdgeLstm.Quantize.Commands;

/// <summary>The options of <c>edgelstm quantize</c>; <paramref name="Scheme"/> is null where the user leaves the choice to the tool.</summary>
public sealed record QuantizeRequest(string Model, string Output, IReadOnlyList<string> Calibration, string? Scheme, string? SchemaFile);
