namespace EdgeLstm.Quantize.Training.Data;

/// <summary>One thing to predict.</summary>
/// <param name="Column">The column; for anomalies, which rows are not normal (any number but 0), or null where all are.</param>
/// <param name="Task">What is to be said of it.</param>
public sealed record TableTarget(string? Column, TaskKind Task = TaskKind.Regression);
