namespace EdgeLstm.Quantize.Data;

/// <summary>What to read of a table.</summary>
/// <param name="Group">The column that says which machine a row is of; null: each file is one.</param>
/// <param name="Time">The column that orders the rows of a group; null: they are in order.</param>
/// <param name="Features">The columns to read as numbers; empty: all others.</param>
sealed record TableColumns(string? Group, string? Time, IReadOnlyList<string> Features)
{
    /// <summary>How <see cref="Time"/> is written, as .NET has it; null: as the column itself tells.</summary>
    public string? TimeFormat { get; init; }

    /// <summary>Columns whose cells are kept as text; null is a column that there is not.</summary>
    public IReadOnlyList<string?> Targets { get; init; } = [];

    /// <summary>Columns that are no features, where all others are.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Whether a target is a feature too, where all others are.</summary>
    public bool TargetsAreFeatures { get; init; }

    /// <summary>Whether the features are a model's inputs, and not what one is to be trained on.</summary>
    public bool IsOfModel { get => field || Model is not null; init; }

    /// <summary>Whether <see cref="Time"/> is of use when the rows are in order: eight bytes a row.</summary>
    public bool KeepsTimes { get; init; }

    /// <summary>Told how much has been read, from 0 to 1.</summary>
    public Action<double>? Reading { get; init; }

    /// <summary>Whose features these are: the data of a model that there is, or null where one is to be trained.</summary>
    public TableRules? Model { get; init; }
}
