using EdgeLstm.Generator.Model;
using EdgeLstm.Quantize.Data;

namespace EdgeLstm.Quantize.Training.Data;

/// <summary>What is to be learned from a user's tables, and how windows are made of them.</summary>
public sealed record TableSettings
{
    /// <summary>What to predict: several numbers and classes, or one forecast or anomaly.</summary>
    public required IReadOnlyList<TableTarget> Targets { get; init; }

    /// <summary>Samples in a window.</summary>
    public required int Window { get; init; }

    /// <summary>The column that says which machine or run a row is of; null: each file is one.</summary>
    public string? Group { get; init; }

    /// <summary>The column that orders the rows of a group; null: they are in order.</summary>
    public string? Time { get; init; }

    /// <summary>The columns to read; empty: all others.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Samples from one window's start to the next one's; null: 1, or the window where every sample has a target.</summary>
    public int? Stride { get; init; }

    /// <summary>For forecasts: how many samples after the window's last the target is.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Share of the data to choose the best epoch by; 0: learn from all, and keep the last epoch.</summary>
    public double Validation { get; init; } = TrainDefaults.Any.Validation;

    /// <summary>
    /// The targets are those of every sample, with the state carried along from the window's first, and not those of the last sample
    /// alone.
    /// </summary>
    public bool EveryStep { get; init; }

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

    /// <summary>The most samples in a row for which a good value stands in; null: the window, and 100 at most.</summary>
    public int? HoldLimit { get; init; }

    /// <summary>
    /// As long as a window, since nothing older was in it; on a stream, whose window may be a machine's life, no more than a hundred
    /// samples.
    /// </summary>
    internal int UsualLimit => Math.Clamp(Window, 1, 100);

    /// <summary>What the model does with a missing value, which can neither look ahead nor leave out a sample.</summary>
    internal MissingRule Rule => new(MissingKind.Hold, Missing == MissingPolicy.Mean ? 0 : HoldLimit ?? UsualLimit);

    /// <summary>The task of the first target; a forecast or anomaly has no other.</summary>
    internal TaskKind Task => Targets[0].Task;

    /// <summary>Rows after a window's last in which its target is.</summary>
    internal int Ahead => Task switch { TaskKind.Forecast => Horizon, TaskKind.Anomaly => 1, _ => 0 };

    internal int Step => Stride ?? (EveryStep ? Window : 1);

    /// <summary>What to read. A forecast learns from the target's past.</summary>
    internal TableColumns Columns => new(Group, Time, Features)
    {
        TimeFormat = TimeFormat,
        Excluded = Excluded,
        Targets = [.. Targets.Select(target => target.Column)],
        TargetsAreFeatures = Task == TaskKind.Forecast,
    };

    /// <summary>All of it in words, for telling one run from another.</summary>
    internal string Identity =>
        $"{string.Join(' ', Targets)} {Group} {Time} {TimeFormat} {string.Join(',', Features)} {string.Join(',', Excluded)} "
        + $"{Missing} {Rule} {Window} {Step} {Horizon} {Validation} {EveryStep} {string.Join(',', Positive)} {string.Join(',', HoldOut)}";
}
