namespace EdgeLstm.Tool.Reports;

/// <summary>One named value: <paramref name="Key"/> in JSON, <paramref name="Label"/> to read.</summary>
sealed record Fact(string Key, string Label, ReportCell Value);
