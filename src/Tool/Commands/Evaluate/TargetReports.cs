using EdgeLstm.Tool.Reports;

namespace EdgeLstm.Tool.Commands.Evaluate;

/// <summary>The scores of several targets as one report: the model and its windows once, then each target's own.</summary>
static class TargetReports
{
    static readonly string[] Shared = ["model", "windows"];

    public static Report Join(IReadOnlyList<(string Target, Report Report)> reports) => new()
    {
        Facts =
        [
            .. reports[0].Report.Facts.Where(fact => Shared.Contains(fact.Key)),
            .. reports.SelectMany(each => each.Report.Facts.Where(fact => !Shared.Contains(fact.Key))
                .Select(fact => new Fact($"{each.Target}.{fact.Key}", $"{each.Target}: {fact.Label}", fact.Value))),
        ],
        Tables = [.. reports.SelectMany(each => each.Report.Tables.Select(
            table => table with { Key = $"{each.Target}.{table.Key}", Title = $"{each.Target}: {table.Title}" }))],
        Notes = [.. reports.SelectMany(each => each.Report.Notes).Distinct()],
    };
}
