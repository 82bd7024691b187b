namespace EdgeLstm.Tool.Reports;

/// <summary>A column: its property name in JSON and its header to read.</summary>
sealed record ReportColumn(string Key, string Header);
