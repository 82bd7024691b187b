namespace EdgeLstm.Quantize.Training.Data;

/// <summary>How windows are made of a user's tables.</summary>
/// <param name="Target">The column to predict; for anomalies, which rows are not normal (any number but 0), or null where all are.</param>
/// <param name="Group">The column that says which machine or run a row is of; null: each file is one.</param>
/// <param name="Time">The column that orders the rows of a group; null: they are in order.</param>
/// <param name="Features">The columns to read; empty: all others.</param>
/// <param name="Window">Samples in a window.</param>
/// <param name="Stride">Samples from one window's start to the next one's.</param>
/// <param name="Horizon">For forecasts: how many samples after the window's last the target is.</param>
/// <param name="Validation">Share of the data to choose by.</param>
public sealed record CsvSettings(
    TaskKind Task, string? Target, string? Group, string? Time, IReadOnlyList<string> Features, int Window, int Stride, int Horizon, double Validation);
