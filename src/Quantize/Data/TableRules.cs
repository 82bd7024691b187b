namespace EdgeLstm.Quantize.Data;

/// <summary>How the rows of a table become windows, or streams.</summary>
/// <param name="Group">The column that says which machine a row is of; null: the file is one.</param>
/// <param name="Time">The column that orders a machine's rows; null: they are in order.</param>
/// <param name="Window">Samples of a window; null: each machine's rows are a stream from reset.</param>
sealed record TableRules(string? Group, string? Time, int? Window)
{
    /// <summary>One machine, one stream.</summary>
    public static TableRules None { get; } = new(null, null, null) { MayLackGroup = true, MayLackTime = true, IsModelsWindow = true };

    /// <summary>How <see cref="Time"/> is written, as .NET has it; null: as the column itself tells.</summary>
    public string? TimeFormat { get; init; }

    /// <summary>
    /// Samples from one window's start to the next one's; null: 1, or more where windows would hold more than <see cref="MaxSamples"/>
    /// together.
    /// </summary>
    public int? Stride { get; init; }

    public long MaxSamples { get; init; } = long.MaxValue;

    /// <summary>Whether a table may have no such column: it is the model, not the user, that names it.</summary>
    public bool MayLackGroup { get; init; }

    public bool MayLackTime { get; init; }

    /// <summary>What a user may do, beside naming the columns as the model does, where a column is not found.</summary>
    public string NamesRemedy { get; init; } = " (files of Keras and PyTorch have no names: x_0, x_1, …)";

    /// <summary>The same of a verb that has <c>--units</c>.</summary>
    public const string UnitsRemedy = " (files of Keras and PyTorch have no names: x_0, x_1, …), or say '--units user' where they "
        + "have the schema's names and units";

    /// <summary>Told how much has been read, from 0 to 1.</summary>
    public Action<double>? Reading { get; init; }

    /// <summary>Whether it is the model, not the user, that says the window: a file that comes in windows keeps them.</summary>
    public bool IsModelsWindow { get; init; }
}
