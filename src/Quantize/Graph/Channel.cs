namespace EdgeLstm.Quantize.Graph;

/// <summary>
/// One input or output as the user knows it. For an input, graph value = (user value − <paramref name="Mean"/>) / <paramref name="Scale"/>;
/// for an output, user value = graph value · <paramref name="Scale"/> + <paramref name="Mean"/>.
/// </summary>
sealed record Channel(string Name, string Unit = "", float Mean = 0, float Scale = 1);
