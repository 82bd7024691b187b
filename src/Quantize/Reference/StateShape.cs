namespace EdgeLstm.Quantize.Reference;

/// <summary>An input of the trained graph that gives initial states: <paramref name="Rows"/> layers or directions of <paramref name="Width"/> values for each window.</summary>
sealed record StateShape(string Name, int Rows, int Width)
{
    /// <summary>The states of a model's parts, each (input, row, width), one shape per input.</summary>
    public static IReadOnlyList<StateShape> Of(IEnumerable<(string Name, int Row, int Width)> parts) =>
        [.. parts.GroupBy(part => part.Name).Select(group => new StateShape(group.Key, group.Max(part => part.Row) + 1, group.First().Width))];
}
