namespace EdgeLstm.Quantize.Training.Data;

/// <summary>How windows are made of a user's tables.</summary>
/// <param name="Targets">What to predict: several numbers and classes, or one forecast or anomaly.</param>
/// <param name="Group">The column that says which machine or run a row is of; null: each file is one.</param>
/// <param name="Time">The column that orders the rows of a group; null: they are in order.</param>
/// <param name="Features">The columns to read; empty: all others.</param>
/// <param name="Window">Samples in a window.</param>
/// <param name="Stride">Samples from one window's start to the next one's; null: 1, or the window where every sample has a target.</param>
/// <param name="Horizon">For forecasts: how many samples after the window's last the target is.</param>
/// <param name="Validation">Share of the data to choose by.</param>
/// <param name="EveryStep">The targets are those of every sample, with the state carried along from the window's first, and not those of the last sample alone.</param>
public sealed record CsvSettings(
    IReadOnlyList<CsvTarget> Targets, string? Group, string? Time, IReadOnlyList<string> Features, int Window, int? Stride, int Horizon, double Validation, bool EveryStep = false)
{
    /// <summary>How <see cref="Time"/> is written, as .NET has it; null: as the column itself tells.</summary>
    public string? TimeFormat { get; init; }

    /// <summary>Classes that are events: of two, the one whose probability the model gives. Empty: told from the table.</summary>
    public IReadOnlyList<string> Positive { get; init; } = [];

    /// <summary>Groups to choose by; empty: a share of the data.</summary>
    public IReadOnlyList<string> HoldOut { get; init; } = [];

    /// <summary>The task of the first target; a forecast or anomaly has no other.</summary>
    public TaskKind Task => Targets[0].Task;

    /// <summary>Rows after a window's last in which its target is.</summary>
    public int Ahead => Task switch { TaskKind.Forecast => Horizon, TaskKind.Anomaly => 1, _ => 0 };

    public int Step => Stride ?? (EveryStep ? Window : 1);

    /// <summary>All of it in words, for telling one run from another.</summary>
    public string Identity => $"{string.Join(' ', Targets)} {Group} {Time} {TimeFormat} {string.Join(',', Features)} {Window} {Step} {Horizon} {Validation} {EveryStep} {string.Join(',', Positive)} {string.Join(',', HoldOut)}";
}
