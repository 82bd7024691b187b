using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;

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
/// <param name="EveryStep">The targets are those of every sample, with the state carried along from the window's first, and not those of
/// the last sample alone.</param>
sealed record CsvSettings(
    IReadOnlyList<CsvTarget> Targets, string? Group, string? Time, IReadOnlyList<string> Features, int Window, int? Stride, int Horizon, double Validation, bool EveryStep = false)
{
    /// <summary>How <see cref="Time"/> is written, as .NET has it; null: as the column itself tells.</summary>
    public string? TimeFormat { get; init; }

    /// <summary>Classes that are events: of two, the one whose probability the model gives. Empty: told from the table.</summary>
    public IReadOnlyList<string> Positive { get; init; } = [];

    /// <summary>Groups to choose by; empty: a share of the data.</summary>
    public IReadOnlyList<string> HoldOut { get; init; } = [];

    /// <summary>Columns that are not read, though they are no target, group or time.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>What training does with a missing value.</summary>
    public MissingPolicy Missing { get; init; }

    /// <summary>The most samples in a row for which a good value stands in; null: <see cref="UsualLimit"/>.</summary>
    public int? HoldLimit { get; init; }

    /// <summary>
    /// As long as a window, since nothing older was in it; on a stream, whose window may be a machine's life, no more than a hundred
    /// samples.
    /// </summary>
    public int UsualLimit => Math.Clamp(Window, 1, 100);

    /// <summary>What the model does with a missing value, which can neither look ahead nor leave out a sample.</summary>
    public MissingRule Rule => new(MissingKind.Hold, Missing == MissingPolicy.Mean ? 0 : HoldLimit ?? UsualLimit);

    /// <summary>The task of the first target; a forecast or anomaly has no other.</summary>
    public TaskKind Task => Targets[0].Task;

    /// <summary>Rows after a window's last in which its target is.</summary>
    public int Ahead => Task switch { TaskKind.Forecast => Horizon, TaskKind.Anomaly => 1, _ => 0 };

    public int Step => Stride ?? (EveryStep ? Window : 1);

    /// <summary>What to read. A forecast learns from the target's past.</summary>
    internal TableColumns Columns => new(Group, Time, Features) { TimeFormat = TimeFormat, Excluded = Excluded, Targets = [.. Targets.Select(target => target.Column)], TargetsAreFeatures = Task == TaskKind.Forecast };

    /// <summary>All of it in words, for telling one run from another.</summary>
    public string Identity => $"{string.Join(' ', Targets)} {Group} {Time} {TimeFormat} {string.Join(',', Features)} {string.Join(',', Excluded)} {Missing} {Rule} {Window} {Step} {Horizon} {Validation} {EveryStep} {string.Join(',', Positive)} {string.Join(',', HoldOut)}";
}
