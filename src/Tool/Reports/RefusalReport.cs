namespace EdgeLstm.Tool.Reports;

/// <summary>What in a model cannot be used, and what to do about it.</summary>
static class RefusalReport
{
    static readonly ReportColumn[] Columns =
        [new("id", "id"), new("node", "node"), new("found", "found"), new("expected", "expected"), new("remedy", "remedy")];

    /// <summary>True for an error of the model itself (ELSTM100–149), false for one of the file system or the tool.</summary>
    public static bool IsRefusal(ModelException error) => error.Id is ['E', 'L', 'S', 'T', 'M', '1', >= '0' and <= '4', _];

    public static Report Make(string path, IReadOnlyList<ModelException> refusals) => new()
    {
        Facts = [new("model", "model", Path.GetFileName(path)), new("accepted", "accepted", false)],
        Tables =
        [
            new("refusals", "Refused", Columns, refusals.Select(refusal =>
                (IReadOnlyList<ReportCell>)[refusal.Id, refusal.Node, refusal.Found, refusal.Expected, refusal.Remedy]).ToArray()),
        ],
    };
}
